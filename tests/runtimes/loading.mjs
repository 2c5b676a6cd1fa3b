// Tests the promises of `init()` in a browser. Each test gets a fresh import of the package, in its
// own page.

function check(condition, message) {
  if (!condition) throw new Error(message);
}

async function codeOf(lib, promise) {
  return await promise.then(
    () => "no error",
    (error) => (error instanceof lib.CoraError ? error.code : String(error)),
  );
}

const works = (lib) =>
  check(lib.parseEmail("Ana@ACME.example").canonical === "ana@acme.example", "the core does not answer");

export const LOADING = {
  async use_before_init_is_refused_with_the_remedy(lib) {
    try {
      lib.version();
    } catch (error) {
      check(
        error instanceof lib.CoraError && error.code === "not_initialised" && /await init\(\)/.test(error.help),
        String(error),
      );
      return;
    }
    throw new Error("no error");
  },
  async the_packages_own_module_is_found(lib) {
    await lib.init();
    works(lib);
  },
  async calls_at_the_same_time_share_one_load(lib) {
    await Promise.all([lib.init(), lib.init(), lib.init()]);
    await lib.init();
    works(lib);
  },
  async a_failed_load_can_be_tried_again(lib) {
    const [first, second] = [lib.init("/broken.wasm"), lib.init("/broken.wasm")];
    check(
      (await codeOf(lib, first)) === "wasm_load_failed" && (await codeOf(lib, second)) === "wasm_load_failed",
      "no failure",
    );
    await lib.init("/broken.wasm");
    works(lib);
  },
  async a_url_may_be_given(lib) {
    await lib.init(new URL("/pkg/dist/cora.wasm", location.href));
    works(lib);
  },
  async a_server_that_does_not_know_the_media_type_is_good_enough(lib) {
    await lib.init("/untyped.wasm");
    works(lib);
  },
  async a_response_may_be_given(lib) {
    await lib.init(await fetch("/pkg/dist/cora.wasm"));
    works(lib);
  },
  async bytes_may_be_given(lib) {
    await lib.init(await (await fetch("/pkg/dist/cora.wasm")).arrayBuffer());
    works(lib);
  },
  async a_compiled_module_may_be_given(lib) {
    await lib.init(await WebAssembly.compileStreaming(fetch("/pkg/dist/cora.wasm")));
    works(lib);
  },
  async a_module_of_another_realm_may_be_given(lib) {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const foreign = frame.contentWindow;
    const module = await foreign.WebAssembly.compile(await (await fetch("/pkg/dist/cora.wasm")).arrayBuffer());
    check(!(module instanceof WebAssembly.Module), "the module is of this realm");
    await lib.init(module);
    works(lib);
  },
  async what_is_no_module_is_refused(lib) {
    for (const source of [new Uint8Array([1, 2, 3]), "/pkg/package.json", 5, {}]) {
      check((await codeOf(lib, lib.init(source))) === "wasm_load_failed", `${source} was taken`);
    }
    await lib.init();
    works(lib);
  },
};
