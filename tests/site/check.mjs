// The site in a real browser: node check.mjs FOLDER. Prints what it looks at, and exits with 1 if anything is wrong.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".wasm": "application/wasm", ".png": "image/png" };
const server = createServer(async (request, response) => {
  try {
    let path = join(folder, normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)));
    if ((await stat(path)).isDirectory()) path = join(path, "index.html");
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type }).end(await readFile(path));
  } catch { response.writeHead(404).end("There is no such page."); }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/`;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const FIRST_PAGE = 600_000;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
let faults = 0;

const wrong = (words) => { faults += 1; console.log(`WRONG: ${words}`); };
const must = (truth, words) => (truth ? console.log(`ok: ${words}`) : wrong(words));

async function opened(options, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const host = new URL(base).host;
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.host !== host) wrong(`${page.url()} asks another host: ${url}`);
  });
  page.on("console", (message) => message.type() === "error" && wrong(`${page.url()} console: ${message.text()}`));
  page.on("pageerror", (error) => wrong(`${page.url()} error: ${error}`));
  try { await work(page); } catch (error) { wrong(`${page.url()}: ${error}`); }
  await context.close();
}

const visit = (page, path) => page.goto(base + path, { waitUntil: "networkidle" });

const map = await (await fetch(`${base}sitemap.xml`)).text();
const paths = [...map.matchAll(/<loc>([^<]+)/g)].map((found) => new URL(found[1]).pathname.slice(1));
must(paths.length > 40, `the sitemap has ${paths.length} pages`);

const read = (colorScheme) =>
  opened({ colorScheme }, async (page) => {
    for (const path of paths) {
      await visit(page, path);
      // What is folded away is read by somebody too.
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, nodes } of violations) {
        const [first] = nodes;
        const why = first.any[0]?.message ?? first.all[0]?.message ?? first.none[0]?.message ?? "";
        wrong(`${path || "home"} (${colorScheme}): ${id} x${nodes.length}: ${first.target.join(" ")} | ${why}`);
      }
    }
    console.log(`ok: axe has read ${paths.length} pages, ${colorScheme}`);
  });
await Promise.all(["light", "dark"].map(read));

await opened({ viewport: { width: 360, height: 780 } }, async (page) => {
  for (const path of paths) {
    await visit(page, path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wrong(`${path || "home"} is ${over} px too wide at 360 px`);
  }
  console.log(`ok: ${paths.length} pages looked at, 360 px wide`);
});

await opened({}, async (page) => {
  const finished = [];
  page.on("requestfinished", (request) => finished.push(request.sizes()));
  await visit(page, "");
  await page.waitForTimeout(1000); // what is loaded in the background counts too
  const bytes = (await Promise.all(finished)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  must(finished.length > 8 && bytes > 0 && bytes < FIRST_PAGE, `the first page has ${Math.round(bytes / 1000)} kB, of ${FIRST_PAGE / 1000} at most`);
});

for (const [words, expected] of [["ransomware", /ransomware/i], ["victims", /victims/i], ["Spring 2022", /spring 2022/i]]) {
  await opened({}, async (page) => {
    await visit(page, "");
    await page.locator('input[data-md-component="search-query"]').click();
    await page.locator('input[data-md-component="search-query"]').pressSequentially(words, { delay: 20 });
    await page.waitForSelector(".md-search-result__item", { timeout: 15_000 });
    const found = await page.locator(".md-search-result__list").innerText();
    must(expected.test(found), `the search finds "${words}"`);
  });
}

await opened({}, async (page) => {
  await visit(page, "document/");
  const mark = page.locator('.okb-mark[data-statements~="s-ransomware-paralyses-organisations"]').last();
  await mark.click();
  const card = page.locator("#s-ransomware-paralyses-organisations");
  must(await card.isVisible(), "a mark that is chosen shows its statement");
  must(page.url().endsWith("#s-ransomware-paralyses-organisations"), "the statement has an address of its own");
  const tint = () => mark.evaluate((one) => getComputedStyle(one).getPropertyValue("--okb-tint"));
  const before = await tint();
  await page.getByRole("radio", { name: "modality" }).check();
  must((await tint()) !== before, "the switch changes what the marks are coloured by");
  const shown = await page.locator(".okb-legend:visible").evaluateAll((legends) => legends.map((one) => one.dataset.of));
  must(shown.join() === "modality", "the legend follows the switch");
  must((await page.locator("#km1 .okb-meant").first().innerText()).includes("businesses of all sizes"), "a misprint shows what was meant");
});

await opened({}, async (page) => {
  await visit(page, "document/#s-cooperate");
  must(await page.locator("#s-cooperate").isVisible(), "the address of a statement opens it");
});

await opened({}, async (page) => {
  await visit(page, "recommendations/");
  const rows = () => page.locator("#asked tbody tr:visible").count();
  const all = await rows();
  await page.locator('select[name="addressee"]').selectOption("actor:states");
  must((await rows()) === 3, "the filter by addressee leaves what is asked of States");
  await page.locator('select[name="condition"]').selectOption("with");
  must((await rows()) === 2, "a second filter narrows the first");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(100);
  must((await rows()) === all, "all rows come back");
});

await opened({}, async (page) => {
  await visit(page, "recommendations/");
  const seen = new Set();
  for (let at = 0; at < 60; at += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      const ringed = style.outlineStyle !== "none" || style.boxShadow !== "none";
      return { name: one.getAttribute("name") ?? one.textContent.trim().slice(0, 30), ringed, tag: one.tagName };
    });
    seen.add(now.name);
    if (["SELECT", "BUTTON"].includes(now.tag) && !now.ringed) wrong(`no ring on ${now.name} when the keyboard reaches it`);
  }
  must(["addressee", "strength", "topic", "condition", "Show all"].every((name) => seen.has(name)), "the keyboard reaches each filter");
  await page.locator('select[name="strength"]').focus();
  await page.keyboard.press("ArrowDown");
  must((await page.locator("#asked tbody tr:visible").count()) === 1, "the keyboard filters");
});

await opened({}, async (page) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await visit(page, "try/");
  must(!asked.some((url) => url.includes("pyodide")), "Python is not loaded before the reader asks");
  await page.getByRole("button", { name: "Start Python" }).click();
  await page.waitForFunction(() => /Ready|could not/.test(document.querySelector(".okb-state").textContent), null, { timeout: 180_000 });
  must((await page.locator(".okb-state").innerText()).startsWith("Ready: octopus-kb"), "Python starts in the page");
  for (const question of await page.locator(".okb-question").all()) {
    await question.click();
    await page.waitForFunction(() => document.querySelector(".okb-state").textContent === "Done", null, { timeout: 60_000 });
    const output = await page.locator(".okb-output").innerText();
    must(output.trim() && !output.includes("Traceback"), `"${await question.innerText()}" is answered`);
  }
  await page.locator("#okb-code").fill("len(kb.statements)");
  await page.locator("#okb-code").press("Control+Enter");
  await page.waitForFunction(() => /^\d+\s*$/.test(document.querySelector(".okb-output").textContent), null, { timeout: 60_000 });
  must(true, "the editor runs what is written in it");
});

await browser.close();
server.close();
console.log(faults ? `${faults} faults` : "no faults");
process.exit(faults ? 1 : 0);
