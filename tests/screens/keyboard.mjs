// The keyboard alone: focus is seen wherever it goes, menus and dialogs open and close, and the
// focus comes back.

/** Returns the faults of the focus in the page: it runs there. */
function focusFaults() {
  const element = document.activeElement;
  if (element === null || element === document.body) return [];
  const faults = [];
  const style = getComputedStyle(element);
  const what = `<${element.tagName.toLowerCase()}> ${(element.textContent ?? element.getAttribute("aria-label") ?? "").trim().slice(0, 40)}`;
  if (style.outlineStyle === "none" && element.tagName !== "H1" && element.tagName !== "MAIN")
    faults.push(`the focus is not seen on ${what}`);
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
  if (box.width > 1 && (y < 0 || y > innerHeight)) faults.push(`the focus is out of sight on ${what}`);
  const over = document.elementFromPoint(x, y);
  if (
    box.width > 1 &&
    over !== null &&
    !element.contains(over) &&
    !over.contains(element) &&
    !element.labels?.[0]?.contains(over)
  )
    faults.push(`the focus is covered on ${what}`);
  return faults;
}

/** Goes through a picture with the Tab key and returns what is wrong with the focus. */
export async function tabThrough(page, most = 60) {
  const faults = new Set();
  const seen = new Set();
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => {
      const all = [...document.querySelectorAll("*")];
      return document.activeElement === document.body ? -1 : all.indexOf(document.activeElement);
    });
    if (where < 0 || seen.has(where)) break;
    seen.add(where);
    for (const fault of await page.evaluate(focusFaults)) faults.add(fault);
  }
  if (seen.size < 3) faults.add(`only ${seen.size} elements take the focus`);
  return [...faults];
}

/** Opens a row's menu and a dialog by the keyboard, and closes them. */
export async function menuAndDialog(page) {
  const faults = [];
  const summary = page.locator(".cora-menu > summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  if (!(await page.locator(".cora-menu[open]").count())) faults.push("Enter does not open the menu");
  await page.keyboard.press("Escape");
  if (await page.locator(".cora-menu[open]").count()) faults.push("Escape does not close the menu");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor({ timeout: 3000 });
  const inside = await page.evaluate(
    () => document.querySelector("dialog[open]")?.contains(document.activeElement) ?? false,
  );
  if (!inside) faults.push("the focus is not in the dialog");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached", timeout: 3000 });
  const back = await page.evaluate(() => document.activeElement?.closest(".cora-menu") !== null);
  if (!back) faults.push("the focus does not come back from the dialog");
  return faults;
}

/** Goes to another page by its shortcut, and to the search. */
export async function shortcuts(page) {
  const faults = [];
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await page.locator("h1", { hasText: "Users" }).waitFor({ timeout: 3000 });
  await page
    .waitForFunction(() => document.activeElement?.tagName === "H1", undefined, { timeout: 3000 })
    .catch(() => {
      faults.push("the heading of a new page does not get the focus");
    });
  await page.locator("[data-cora-search]").first().waitFor({ timeout: 3000 });
  await page.keyboard.press("/");
  if (!(await page.evaluate(() => document.activeElement?.hasAttribute("data-cora-search"))))
    faults.push("the key / does not go to the search");
  await page.keyboard.press("?");
  if (await page.locator("dialog[open]").count()) faults.push("a shortcut works while a person types");
  return faults;
}
