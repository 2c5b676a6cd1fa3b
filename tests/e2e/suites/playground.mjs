import assert from "node:assert/strict";

/** The longest time that a click may wait while the worker runs, in milliseconds. */
const ANSWERED_WITHIN = 100;

const editor = (page) => page.getByLabel("Policy, connections and domain rules, as JSON");

async function open(world, page) {
  await page.goto(`${world.stack.urls.web}/playground`);
  await editor(page).waitFor();
}

/** Replaces a text in the configuration, as typing does. */
async function edit(page, from, to) {
  const text = await editor(page).inputValue();
  assert.ok(text.includes(from), `${from} is not in the configuration`);
  await editor(page).fill(text.replace(from, to));
}

const tally = (page, text) => page.getByTestId("tally").filter({ hasText: text }).waitFor();
const selected = (page) =>
  editor(page).evaluate((area) =>
    document.activeElement === area ? area.value.slice(area.selectionStart, area.selectionEnd) : null,
  );
const simulate = (page) => page.getByRole("button", { name: /^Simulate/ }).click();
const focused = (page) => page.evaluate(() => document.activeElement.dataset.node);

/** The playground: lint while writing, one login with its tree, and many logins in a worker. */
export async function playground({ check, start }) {
  const world = await start("playground");
  const page = await world.visitor();
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));

  await check("the_page_needs_no_login_and_is_found_from_the_start", async () => {
    await page.goto(world.stack.urls.web);
    await page.getByRole("link", { name: "Playground" }).click();
    await editor(page).waitFor();
    await tally(page, "No problems found.");
    assert.equal(await page.getByTestId("outcome").textContent(), "provisioned");
    assert.deepEqual(page.faults, []);
  });

  await check("a_finding_comes_while_writing_with_its_place_and_goes_with_its_cause", async () => {
    await edit(page, '"pattern": "acme.example"', '"pattern": "gmail.com"');
    const finding = page.locator('[data-code="public_domain"]');
    await finding.waitFor();
    assert.match(await finding.innerText(), /line \d+/);
    await finding.getByRole("button", { name: /^line/ }).click();
    assert.match(await selected(page), /^("pattern"|\{|"gmail.com")$/);
    await edit(page, "gmail.com", "acme.example");
    await tally(page, "No problems found.");
  });

  await check("a_text_that_is_no_configuration_is_said_so_with_its_place", async () => {
    await edit(page, '"restricted"', "restricted");
    await page.locator('[data-code="invalid_json"]').getByRole("button", { name: /^line/ }).click();
    assert.equal(await selected(page), "r");
    await page.getByText("The decision appears here").waitFor();
    assert.ok(await page.getByRole("button", { name: /^Simulate/ }).isDisabled());
    await edit(page, "restricted", '"restrikted"');
    const fault = page.locator('[data-code="unknown_value"]');
    await fault.getByRole("button", { name: /^line/ }).click();
    assert.equal(await selected(page), '"accessMode"');
    await page.getByRole("button", { name: "Revert to saved" }).click();
    await tally(page, "No problems found.");
  });

  await check("one_login_is_decided_as_it_is_edited", async () => {
    const who = page.getByLabel("Who logs in");
    await who.selectOption({ label: "a guest with an expired invitation" });
    await page.getByTestId("outcome").filter({ hasText: "denied" }).waitFor();
    await who.selectOption({ label: "a stranger" });
    await edit(page, '"accessMode": "restricted"', '"accessMode": "waitlist"');
    await page.getByTestId("outcome").filter({ hasText: "waitlisted" }).waitFor();
    await page.getByText("The login and its stored facts, as JSON").click();
    await page.getByLabel("The login as JSON").fill("{");
    await page.getByRole("alert").filter({ hasText: "not JSON" }).waitFor();
    await page.getByLabel("The login as JSON").fill('{ "now": 1 }');
    await page.getByRole("alert").filter({ hasText: "/login" }).waitFor();
    await who.selectOption({ label: "a colleague at their first login" });
    await page.getByTestId("outcome").filter({ hasText: "provisioned" }).waitFor();
    await page.getByRole("button", { name: "Revert to saved" }).click();
  });

  await check("the_trace_is_a_tree_that_the_keyboard_walks", async () => {
    const tree = page.getByRole("tree", { name: "Why, stage by stage" });
    await tree.getByRole("treeitem").first().focus();
    assert.equal(await focused(page), "identity");
    const domain = tree.locator('[data-node="domain"]');
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    assert.equal(await focused(page), "identity");
    while ((await focused(page)) !== "domain") await page.keyboard.press("ArrowDown");
    assert.equal(await domain.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "domain 0");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await domain.getAttribute("aria-expanded"), "false");
    assert.equal(await focused(page), "domain");
    await page.keyboard.press("Enter");
    assert.equal(await domain.getAttribute("aria-expanded"), "true");
    assert.equal(await tree.locator('[tabindex="0"]').count(), 1, "one stop for the Tab key");
  });

  await check("a_hundred_thousand_logins_are_simulated_and_the_page_stays_quick", async () => {
    await edit(page, '"automatic_membership"', '"automatic_suggestion"');
    await tally(page, /./);
    await page.evaluate(() => {
      globalThis.waits = [];
      globalThis.longTasks = [];
      new PerformanceObserver((list) =>
        globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({ type: "longtask" });
      // The time from a click until its handler runs.
      document
        .querySelector("h1")
        .addEventListener("click", (event) => globalThis.waits.push(performance.now() - event.timeStamp));
    });
    requests.length = 0;
    await simulate(page);
    await page.getByRole("progressbar").waitFor();
    let clicks = 0;
    while (await page.getByRole("progressbar").isVisible()) {
      await page.locator("h1").click();
      clicks += 1;
    }
    await page.getByTestId("changed").waitFor({ timeout: 60_000 });
    const { longTasks, waits } = await page.evaluate(() => ({
      longTasks: globalThis.longTasks,
      waits: globalThis.waits,
    }));
    const [worst, longest] = [Math.max(...waits), Math.max(0, ...longTasks)];
    console.log(
      `          ${clicks} clicks, answered within ${worst.toFixed(0)} ms; ${longTasks.length} long tasks, the longest ${longest.toFixed(0)} ms`,
    );
    assert.ok(clicks >= 3, `only ${clicks} clicks`);
    assert.ok(worst < ANSWERED_WITHIN, `a click waited for ${worst} ms`);
    assert.ok(longest < ANSWERED_WITHIN, `the page stood still for ${longest} ms`);
    // Of every hundred logins, 14 are first logins of colleagues. The rule of their domain decides
    // on no others.
    assert.match(await page.getByTestId("changed").textContent(), /^14,000 logins are decided differently, out of 100,000\./);
    const row = async (outcome) =>
      (
        await page
          .getByRole("row", { name: new RegExp(`^${outcome}`) })
          .getByRole("cell")
          .allTextContents()
      ).join(" ");
    assert.equal(await row("approval_required"), "9,000 23,000 +14,000");
    assert.equal(await row("provisioned"), "24,000 10,000 −14,000");
    assert.deepEqual(
      requests.filter((path) => path.startsWith("/api")),
      [],
      "nothing is sent",
    );
  });

  await check("each_change_shows_both_traces", async () => {
    const first = page.locator(".changes > li").first();
    await first.locator("summary").click();
    for (const label of ["Why, as saved", "Why, as edited"]) await first.getByRole("tree", { name: label }).waitFor();
    const verdict = (label) =>
      first.getByRole("tree", { name: label }).locator('[data-stage="domain"]').getAttribute("data-verdict");
    assert.equal(await verdict("Why, as saved"), "matched");
    await page.getByRole("button", { name: /^Show 20 more/ }).click();
    assert.equal(await page.locator(".changes > li").count(), 40);
  });

  await check("a_simulation_can_be_cancelled_and_begun_again", async () => {
    await simulate(page);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("The simulation was canceled.").waitFor();
    assert.equal(await page.getByRole("progressbar").count(), 0);
    await page.getByRole("button", { name: "Save as the starting point" }).click();
    await simulate(page);
    await page.getByTestId("changed").filter({ hasText: "No login is decided differently" }).waitFor({ timeout: 60_000 });
    assert.deepEqual(page.faults, []);
  });

  await check("a_workbench_that_cannot_be_loaded_is_said_so_and_can_be_tried_again", async () => {
    const other = await world.visitor();
    let broken = true;
    await other.route("**/*.wasm", (route) => (broken ? route.abort() : route.continue()));
    await other.goto(`${world.stack.urls.web}/playground`);
    await other.getByRole("heading", { name: "The workbench could not be loaded" }).waitFor();
    broken = false;
    await other.getByRole("button", { name: "Try again" }).click();
    await editor(other).waitFor();
  });

  await check("the_page_fits_a_narrow_dark_screen_and_long_texts", async () => {
    const narrow = await world.visitor({ viewport: { width: 360, height: 700 }, colorScheme: "dark" });
    await open(world, narrow);
    await edit(narrow, '"acme.example"', `"${"a-very-long-label-that-does-not-end".repeat(5)}.example"`);
    await narrow.locator(".findings > li").first().waitFor();
    const beyond = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(beyond <= 0, `the page is ${beyond} pixels too wide`);
  });
}
