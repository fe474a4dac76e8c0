// Python beside the page: it can be stopped, and the page stays responsive.
let python = null;

const say = (kind, text) => postMessage({ kind, text });

async function begin(folder) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  python = await loadPyodide({ indexURL: folder, stdout: (line) => say("text", `${line}\n`), stderr: (line) => say("text", `${line}\n`) });
  const wheels = await (await fetch(`${folder}wheels.json`)).json();
  for (const wheel of wheels) {
    const data = await (await fetch(`${folder}${wheel}`)).arrayBuffer();
    python.unpackArchive(data, "wheel");
  }
  const version = python.runPython("import octopus_kb as okb\nkb = okb.load()\nf'octopus-kb {okb.__version__}'");
  say("ready", version);
}

async function run(code) {
  try {
    const value = await python.runPythonAsync(code);
    if (value !== undefined) say("text", `${value}\n`);
  } catch (error) {
    say("text", String(error.message));
  }
  say("done", "");
}

onmessage = async ({ data }) => {
  if (data.folder) {
    say("state", "Loading Python ...");
    try { await begin(data.folder); } catch (error) { say("failed", `${error}\n`); }
  } else {
    await run(data.code);
  }
};
