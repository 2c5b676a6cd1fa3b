// Packs the package, installs the tarball in an empty project, and uses it as a new user would.
//
//   node tests/packaging/run.mjs     (needs a built package)
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));
const CASE = new URL("../corpus/provisioning/access/stranger_is_denied_by_default.json", import.meta.url);
const { input } = JSON.parse(readFileSync(CASE, "utf8"));

/** The files that the tarball may contain: no sources, and nothing else that users do not need. */
const ALLOWED =
  /^(dist\/.*\.(js|d\.ts)|dist\/cora(-admin|-page|-session|-workbench)?\.wasm|dist\/LICENSE-(MIT|APACHE)|styles\.css|admin\.css|dist\/console\/(index\.html|assets\/[\w.-]+\.(js|css|wasm))|package\.json|README\.md)$/;

let failed = 0;
function check(name, test) {
  try {
    test();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}: ${[error.stdout, error.stderr, error.message].filter(Boolean).join("\n")}`);
  }
}
function expect(actual, expected) {
  if (actual.trim() !== expected) throw new Error(`expected ${expected}, found ${actual}`);
}

const project = mkdtempSync(join(tmpdir(), "cora-packaging-"));
const run = (command, ...args) =>
  execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const node = (...args) => run(process.execPath, ...args);
try {
  const [packed] = JSON.parse(run("npm", "pack", PACKAGE, "--json", "--pack-destination", project));
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${packed.size} bytes, unpacked ${packed.unpackedSize}`,
  );
  check("the tarball holds what is built and nothing else", () => {
    const others = packed.files
      .map((file) => file.path)
      .filter((path) => !ALLOWED.test(path) || path.includes("/test/"));
    if (others.length > 0) throw new Error(others.join(", "));
  });
  check("every file that the manifest names is there", () => {
    const manifest = readFileSync(join(PACKAGE, "package.json"), "utf8");
    const named = new Set(manifest.match(/\.\/dist\/[^"*]+/g).map((path) => path.slice(2)));
    const missing = [...named].filter((path) => !packed.files.some((file) => file.path === path));
    if (missing.length > 0) throw new Error(missing.join(", "));
  });

  writeFileSync(join(project, "package.json"), '{ "name": "stranger", "private": true }\n');
  run("npm", "install", "--prefer-offline", "--no-audit", "--ignore-scripts", "--omit=peer", `./${packed.filename}`);
  check("it brings the two libraries of its protocol and no other package", () => {
    const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed.join(" "), "@cora jose oauth4webapi");
  });

  const text = JSON.stringify(input);
  writeFileSync(join(project, "input.json"), text);
  const body = "console.log(cora.decide(JSON.parse(require('fs').readFileSync('input.json','utf8'))).outcome.kind)";
  check("import decides without configuration", () =>
    expect(node("-e", `import('@cora/auth').then((cora) => ${body})`), "denied"),
  );
  check("require decides without configuration", () =>
    expect(node("-e", `const cora = require('@cora/auth'); ${body}`), "denied"),
  );
  check("an ES module imports by name", () => {
    writeFileSync(
      join(project, "app.mjs"),
      "import { parseEmail, CoraError } from '@cora/auth';\ntry { parseEmail('x') } catch (error) { console.log(error instanceof CoraError, error.code) }\n",
    );
    expect(node("app.mjs"), "true invalid_email");
  });
  check("the answers of import and require are the same bytes", () => {
    const both =
      "Promise.resolve(import('@cora/auth')).then((a) => { const t = require('fs').readFileSync('input.json', 'utf8'); console.log(a.decideJson(t) === require('@cora/auth').decideJson(t)) })";
    expect(node("-e", both), "true");
  });
  for (const module of ["cora.wasm", "cora-admin.wasm", "cora-page.wasm", "cora-session.wasm", "cora-workbench.wasm"]) {
    check(`${module} is a subpath`, () => {
      expect(
        node(
          "-e",
          `console.log(WebAssembly.validate(require('fs').readFileSync(require.resolve('@cora/auth/${module}'))))`,
        ),
        "true",
      );
    });
  }
  check("import and require look a configuration over, and simulate", () => {
    const work =
      "async (bench) => { const { findings } = bench.lint({ policy: { bootstrap: { mode: 'first_user' } } }); const { logins } = await bench.simulateInWorker({}, {}, [LOGIN, LOGIN]); console.log(findings[0].code, logins); }";
    const given = work.replace(
      "LOGIN, LOGIN",
      `${JSON.stringify({ now: input.now, login: input.login })},`.repeat(2).slice(0, -1),
    );
    for (const load of ["import('@cora/auth/workbench')", "Promise.resolve(require('@cora/auth/workbench'))"]) {
      expect(node("-e", `${load}.then(${given})`), "bootstrap_first_user 2");
    }
  });
  check("import and require verify tokens and ask sessions", () => {
    const work =
      "async ({ TokenVerifier, has }) => { const verifier = new TokenVerifier({ connections: [] }); const code = await verifier.verify('a.b.c').catch((error) => error.code); verifier.free(); console.log(code, has({ status: 'unauthenticated' }, { platformRole: 'platform_user' })) }";
    for (const load of ["import('@cora/auth/session')", "Promise.resolve(require('@cora/auth/session'))"]) {
      expect(node("-e", `${load}.then(${work})`), "token_malformed false");
    }
  });
  check("import and require make the application's side, which names what is missing", () => {
    const work =
      "async ({ createCora }) => { const error = await createCora({ env: {} }).auth(new Request('https://app.acme.example')).catch((error) => error); console.log(error.issues.length) }";
    for (const load of ["import('@cora/auth/server')", "Promise.resolve(require('@cora/auth/server'))"]) {
      expect(node("-e", `${load}.then(${work})`), "4");
    }
  });
  check("an engine decides as the one-shot function", () => {
    const both =
      "const cora = require('@cora/auth'); const { connection, policy = {}, ...login } = JSON.parse(require('fs').readFileSync('input.json', 'utf8')); const engine = new cora.Engine({ connections: [connection], policy }); console.log(JSON.stringify(engine.decide(login)) === JSON.stringify(cora.decide({ connection, policy, ...login }))); engine.free()";
    expect(node("-e", both), "true");
  });
  check("the module that Node unpacks is the one that browsers fetch for the workbench", () => {
    const unpack =
      "const { packed } = require('./node_modules/@cora/auth/dist/glue/module.js'); const bytes = require('zlib').brotliDecompressSync(Buffer.from(packed, 'base64')); console.log(bytes.equals(require('fs').readFileSync(require.resolve('@cora/auth/cora-workbench.wasm'))))";
    expect(node("-e", unpack), "true");
  });
  check("it works where the file system is read from another folder", () => {
    expect(
      execFileSync(process.execPath, [join(project, "app.mjs")], { cwd: "/", encoding: "utf8" }),
      "true invalid_email",
    );
  });
  check("no eval and no clock is in the package", () => {
    const found = run(
      "sh",
      "-c",
      "grep -rlE '\\beval\\(|new Function\\(' node_modules/@cora/auth/dist --include=*.js || true",
    );
    expect(found, "");
  });
  check("the types are right for import and for require", () => {
    const tests = fileURLToPath(new URL("../../pkg/test-d", import.meta.url));
    cpSync(tests, join(project, "test-d"), { recursive: true });
    node(join(PACKAGE, "node_modules/typescript/bin/tsc"), "--project", "test-d/tsconfig.json");
  });
} finally {
  rmSync(project, { recursive: true, force: true });
}
console.log(failed === 0 ? "packaging: all is well" : `packaging: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
