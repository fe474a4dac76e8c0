// What the content pages do when they are used: the switch of colours, marks that lead to statements, copying.
document$.subscribe(() => {
  const boxes = document.querySelectorAll(".okb-document, .okb-legends");
  document.querySelectorAll('input[name="okb-by"]').forEach((choice) => {
    choice.addEventListener("change", () => boxes.forEach((box) => { box.dataset.by = choice.value; }));
  });

  const open = (id) => {
    const target = id ? document.getElementById(decodeURIComponent(id)) : null;
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target?.matches(".okb-statement")) target.scrollIntoView({ block: "center" });
  };
  open(location.hash.slice(1));
  addEventListener("hashchange", () => open(location.hash.slice(1)));

  document.querySelectorAll(".okb-document .okb-mark").forEach((mark) => {
    const light = (on) => mark.dataset.statements.split(" ").forEach((id) => {
      document.querySelectorAll(`[data-statements~="${CSS.escape(id)}"]`).forEach((one) => one.classList.toggle("okb-lit", on));
    });
    ["pointerenter", "focus"].forEach((event) => mark.addEventListener(event, () => light(true)));
    ["pointerleave", "blur"].forEach((event) => mark.addEventListener(event, () => light(false)));
    mark.addEventListener("click", () => {
      document.querySelectorAll(".okb-statement.okb-lit").forEach((one) => one.classList.remove("okb-lit"));
      mark.dataset.statements.split(" ").forEach((id) => document.getElementById(id)?.classList.add("okb-lit"));
      open(mark.dataset.statements.split(" ")[0]);
    });
  });

  document.querySelectorAll(".okb-citation").forEach((citation) => {
    if (citation.parentElement.querySelector(".okb-copy")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "okb-copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(citation.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    citation.after(button);
  });
});

// The filters of a table: a row is shown if it has every value that was chosen.
document$.subscribe(() => {
  document.querySelectorAll(".okb-filters").forEach((form) => {
    const rows = [...document.querySelectorAll(`#${form.dataset.filters} tbody tr`)];
    const apply = () => {
      const wanted = [...new FormData(form)].filter(([, value]) => value);
      rows.forEach((row) => { row.hidden = !wanted.every(([name, value]) => row.dataset[name].split(" ").includes(value)); });
      form.querySelector(".okb-counted").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length}`;
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    apply();
  });
});
