// Names for parts of the theme that have none, so that a screen reader can tell them apart.
document$.subscribe(() => {
  document.querySelectorAll(".md-code__nav").forEach((nav, at) => nav.setAttribute("aria-label", `Code block ${at + 1} actions`));
  document.querySelectorAll('nav.md-nav[data-md-level]:not([data-md-level="0"])').forEach((nav) => {
    const heading = nav.closest(".md-nav__item")?.querySelector(".md-nav__link, .md-nav__container")?.textContent.trim();
    if (!heading) return;
    nav.removeAttribute("aria-labelledby");
    nav.setAttribute("aria-label", `Section: ${heading}`);
  });
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
});
