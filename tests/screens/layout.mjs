/**
 * Returns the faults in the layout of what is shown. It runs in the page: it uses nothing from
 * outside of it.
 */
export function checkLayout() {
  const faults = [];
  const { innerWidth } = globalThis;
  const describe = (element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${(element.textContent ?? "").trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > innerWidth + 1)
    faults.push(`it scrolls horizontally: ${document.documentElement.scrollWidth} of ${innerWidth} pixels`);
  const hidden = (element) => element.closest(".cora-hidden, .cora-skip, .cora-table thead") !== null;
  for (const element of document.querySelectorAll(".cora-admin *")) {
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || hidden(element))
      continue;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const scrolls = element.closest("pre, textarea") !== null;
    if (!scrolls && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
      faults.push(`out of the page: ${describe(element)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    const clips = ["hidden", "clip"].includes(style.overflowX) && element.textContent?.trim() !== "";
    if (clips && element.scrollWidth > element.clientWidth + 1) faults.push(`cut: ${describe(element)}`);
    if (!element.matches("button, summary, select, input, textarea, a")) continue;
    const inText = element.tagName === "A" && style.display === "inline";
    const labelled = element.matches("input[type=radio], input[type=checkbox]") && box.width >= 24;
    if (!inText && !labelled && (box.width < 24 || box.height < 24))
      faults.push(`a small target: ${describe(element)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    if (element.matches("button, a.cora-button") && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut: ${describe(element)}`);
  }
  return [...new Set(faults)].slice(0, 8);
}
