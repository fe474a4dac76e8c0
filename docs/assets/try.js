// The page on which the library runs in the browser: Python is loaded when the reader asks for it, and not before.
const QUESTIONS = {
  "What is asked of States?": `for one in sorted(kb.recommendations.filter(addressee="actor:states"), key=lambda one: one.directive.strength.rank):
    print(one.directive.strength, "|", one.directive.action.quotes[0].text)`,
  "What is said of ransomware?": `for one in kb.statements.filter(topic="topic:ransomware"):
    print(one.kind, "|", one.quote)`,
  "May I quote this?": `check = kb.verify("cybercrime affects individuals insignificantly")
print(check.grade)
for caution in check.cautions:
    print(caution)`,
  "Find words": `for hit in kb.search("service providers emergency", limit=3):
    print(hit.record.id, "|", hit.snippet)`,
  "Did more than 1000 take part?": `conference = kb.editions[0].conference
print(conference.participants, "->", conference.participants.at_least(1000))`,
};

document$.subscribe(() => {
  const box = document.querySelector(".okb-try");
  if (!box || box.dataset.ready) return;
  box.dataset.ready = "yes";
  const part = (name) => box.querySelector(name);
  const [start, run, stop, state, code, output] = [".okb-start", ".okb-run", ".okb-stop", ".okb-state", "textarea", ".okb-output"].map(part);
  const base = new URL(document.querySelector('script[src*="assets/try.js"]').src);
  let worker = null;

  const show = (words) => { state.textContent = words; };
  const begin = () => {
    worker = new Worker(new URL("try-worker.js", base), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.kind === "state") show(data.text);
      if (data.kind === "text") output.textContent += data.text;
      if (data.kind === "ready" || data.kind === "done") {
        run.disabled = false;
        stop.disabled = true;
        show(data.kind === "ready" ? `Ready: ${data.text}` : "Done");
      }
      if (data.kind === "failed") { show("It could not be started"); output.textContent += data.text; start.disabled = false; }
    };
    worker.postMessage({ folder: new URL("pyodide/", base).href });
    start.disabled = true;
    show("Starting ...");
  };
  const go = () => {
    if (!worker || run.disabled) return;
    output.textContent = "";
    run.disabled = true;
    stop.disabled = false;
    show("Running ...");
    worker.postMessage({ code: code.value });
  };

  Object.entries(QUESTIONS).forEach(([question, answer]) => {
    const choice = Object.assign(document.createElement("button"), { type: "button", className: "okb-question", textContent: question });
    choice.addEventListener("click", () => { code.value = answer; go(); });
    part(".okb-ready").append(choice, " ");
  });
  code.value = Object.values(QUESTIONS)[0];
  start.addEventListener("click", begin);
  run.addEventListener("click", go);
  stop.addEventListener("click", () => { worker.terminate(); run.disabled = stop.disabled = true; output.textContent += "\nStopped.\n"; begin(); });
  code.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); } });
});
