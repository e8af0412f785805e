#!/usr/bin/env python3
"""Opens pages of plans in headless Chromium and uses them: mouse, keyboard, filter, theme.

    pip install playwright; apt-get install chromium
    PAGES=target/page cargo test --test page
    src/tests/page.py [PAGE.html…]

Without arguments it takes all of target/page. CHROMIUM names the browser; without it the one on the PATH is taken, or
Playwright's own. A page fails at any message of level error or warning, any request, any dialog, text that is hard to read
in one of the themes, or a task of 200 ms while a filter is typed.
"""
import json
import os
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

LONGEST = 200

# What a hostile name would have done, and whether all of it is text.
UNTOUCHED = """() => document.scripts.length === 2 && document.images.length === 0
  && document.querySelectorAll("iframe, object, embed, base, form[action], a[href^='javascript']").length === 0
  && [...document.querySelectorAll("*")].every((element) => [...element.attributes].every((each) => !each.name.startsWith("on")))
  && ({}).polluted === undefined && Object.keys(Object.prototype).length === 0"""

# Characters that turn or hide text; line ends stay in manifests.
UNSEEN = r"""() => document.body.innerText.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/)"""

# Text and its ground, by WCAG 2.2's formula; 18.66 px bold or 24 px counts as large.
UNREADABLE = r"""() => {
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(style.color)), light(ground(element))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) bad.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...bad];
}"""

# Types a filter and gives the longest task until the next picture is there.
TYPE = """async ([id, value]) => {
  const field = document.getElementById(id);
  let longest = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { longest = Math.max(longest, entry.duration); }));
  observer.observe({ type: "longtask" });
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const handler = performance.now() - start;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
  observer.disconnect();
  return Math.max(longest, handler);
}"""


class Failed(Exception):
    pass


def expect(holds, words):
    if not holds:
        raise Failed(words)


class Visit:
    """One page, opened once, and everything that it must not do."""

    def __init__(self, browser, path, scheme="light", hash_="", width=1280):
        self.noise = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", offline=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(5000)
        self.address = path.resolve().as_uri()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.noise.append("error: %s" % error))
        self.page.on("dialog", lambda dialog: (self.noise.append("dialog: %s" % dialog.message), dialog.dismiss()))
        self.page.on("request", self.asked)
        self.page.goto(self.address + hash_)

    def heard(self, message):
        if message.type in ("error", "warning"):
            self.noise.append("%s: %s" % (message.type, message.text))

    def asked(self, request):
        if request.url.split("#")[0] != self.address:
            self.noise.append("request: %s" % request.url[:100])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.context.close()
        if kind is None:
            expect(not self.noise, "%d messages: %s" % (len(self.noise), "; ".join(self.noise[:3])))

    def run(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self):
        return self.run("() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")

    def count(self, selector):
        return self.page.locator(selector).count()

    def shown(self, selector):
        return self.page.locator(selector).is_visible()


def looks(browser, path):
    """Both themes and both views are readable, and names are text."""
    for scheme in ("light", "dark"):
        for view in ("#v=matrix", "#v=graph"):
            with Visit(browser, path, scheme, view) as visit:
                cell = visit.page.locator(".rows .cell:not(.none):not(.side)")
                if view == "#v=matrix" and cell.count():
                    cell.first.click()
                expect(visit.run(UNTOUCHED), "a name became markup")
                expect(not visit.run(UNSEEN), "an unseen character is shown as it is")
                bad = visit.run(UNREADABLE)
                expect(not bad, "%s%s is hard to read: %s" % (scheme, view, bad))


def named(browser, path):
    """Everything that takes focus has a name, and the Tab key stops once in the matrix."""
    with Visit(browser, path) as visit:
        nameless = visit.run("""() => [...document.querySelectorAll("button, input, select, [tabindex='0']")]
          .filter((each) => each.checkVisibility() && !each.textContent.trim() && !each.getAttribute("aria-label") && !each.labels?.length)
          .map((each) => each.outerHTML.slice(0, 80))""")
        expect(not nameless, "no name: %s" % nameless)
        if visit.shown("[role=grid]") if visit.count("[role=grid]") else False:
            expect(visit.count("[role=grid] [tabindex='0']") == 1, "the Tab key stops in the matrix other than once")
            expect(visit.count("[role=row] > :not([role=gridcell]):not([role=rowheader]):not([role=columnheader])") == 0, "a row has more than cells")


def matrix(browser, path):
    """The matrix by mouse and by keys; the panel gives the focus back."""
    with Visit(browser, path) as visit:
        cells = visit.page.locator(".rows .cell:not(.none):not(.side)")
        if not cells.count():
            return
        label = cells.first.get_attribute("aria-label")
        cells.first.click()
        expect(visit.shown("#detail"), "a click on a cell opens nothing")
        expect("o=" in visit.run("() => location.hash") or " Applications" in label, "the address does not know what is open")
        expect(visit.count("#detail pre") > 0 or visit.count("#detail .members") > 0, "no manifest")
        visit.press("Escape")
        expect(not visit.shown("#detail"), "Escape does not close the panel")
        expect(visit.focus() == label, "the focus went to %r instead of %r" % (visit.focus(), label))
        visit.press("Control+Home")
        expect("cluster" in visit.focus(), "Control+Home: %r" % visit.focus())
        visit.press("ArrowDown", "ArrowRight")
        before = visit.focus()
        visit.press("Enter")
        expect(visit.shown("#detail"), "Enter opens nothing")
        visit.press("Escape")
        expect(visit.focus() == before, "the focus is lost after Enter and Escape")
        visit.press("Control+End")
        last = visit.run("() => [document.activeElement.dataset.row, document.querySelector('[role=grid]').getAttribute('aria-rowcount')].map(Number)")
        expect(last[0] == last[1] - 2, "Control+End goes to row %s of %s" % tuple(last))
        visit.run("() => { document.querySelector('[role=grid]').scrollTop = 0 }")
        visit.page.wait_for_timeout(60)
        expect(visit.run("() => document.activeElement.matches('[role=gridcell]')"), "scrolling drops the focus")


def related(visit):
    """Goes down to a node that an edge leads to; a cluster that nothing selects stands alone."""
    for _ in range(visit.count(".node")):
        if visit.count(".plane.lit .node.on") > 1:
            return True
        visit.press("ArrowDown")
    return False


def graph(browser, path):
    """The graph by mouse and by keys."""
    with Visit(browser, path, hash_="#v=graph") as visit:
        if not visit.count(".node"):
            return
        expect(visit.count(".nodes .node[tabindex='0']") == 1, "the Tab key stops in the graph other than once")
        visit.page.locator(".node[tabindex='0']").focus()
        first = visit.focus()
        visit.press("ArrowRight")
        if visit.count(".edge"):
            expect(visit.focus() != first, "ArrowRight stays where it is")
            expect(related(visit), "nothing shows what belongs together")
        here = visit.focus()
        visit.press("Enter")
        expect(visit.shown("#detail"), "Enter on a node opens nothing")
        visit.press("Escape")
        expect(visit.focus() == here, "the focus does not come back to the node")
        visit.page.locator(".node").last.click()
        expect(visit.shown("#detail"), "a click on a node opens nothing")
        stack = visit.page.locator(".node.stack[aria-label*='cluster Secrets']")
        if stack.count():
            nodes = visit.count(".node")
            stack.first.click()
            visit.page.get_by_role("button", name="Unfold").click()
            expect(visit.count(".node") > nodes, "nothing unfolds")


def filters(browser, path, plans):
    """Each filter shows what it should, and the address keeps it."""
    total = sum(len(plan.get("applications", [])) for plan in plans)
    if not total:
        return
    with Visit(browser, path) as visit:
        found = lambda: int(visit.page.locator("#found").inner_text().split()[0].replace(",", ""))
        expect(found() == total, "%s Applications instead of %s" % (found(), total))
        visit.press("/")
        expect(visit.run("() => document.activeElement.id") == "labels", "/ does not go to the filter")
        for selector, holds in SELECTORS:
            visit.page.fill("#labels", selector)
            wanted = sum(holds(labels) for plan in plans for labels in label_sets(plan))
            expect(found() == wanted, "%s: %s Applications instead of %s" % (selector, found(), wanted))
        visit.page.fill("#labels", "env in (")
        expect(visit.page.get_attribute("#labels", "aria-invalid") == "true", "a broken selector is not told")
        visit.page.fill("#labels", "env=qa")
        kept = found()
        hash_ = visit.run("() => location.hash")
        visit.page.click("#clear")
        expect(found() == total, "Clear does not clear")
        visit.page.fill("#text", "no such words")
        expect(found() == 0 and not visit.shown("[role=grid]"), "text that nothing has finds something")
    with Visit(browser, path, hash_=hash_) as visit:
        expect(visit.page.input_value("#labels") == "env=qa", "the address does not keep the filter")
        expect(int(visit.page.locator("#found").inner_text().split()[0].replace(",", "")) == kept, "the address shows something else")


SELECTORS = [
    ("env=dev", lambda labels: labels.get("env") == "dev"),
    ("env==dev,team!=shop", lambda labels: labels.get("env") == "dev" and labels.get("team") != "shop"),
    ("team in (shop, web)", lambda labels: labels.get("team") in ("shop", "web")),
    ("env notin (dev,qa)", lambda labels: labels.get("env") not in ("dev", "qa")),
    ("loft.sh/vcluster-instance-name", lambda labels: "loft.sh/vcluster-instance-name" in labels),
    ("!team", lambda labels: "team" not in labels),
    ("", lambda labels: True),
]


def label_sets(plan):
    clusters = {cluster["name"]: cluster["labels"] for cluster in plan.get("clusters", [])}
    for application in plan.get("applications", []):
        own = application["manifest"]["metadata"].get("labels", {})
        yield {**clusters.get(application["cluster"], {}), **own}


def theme(browser, path):
    """The button changes the theme, whatever the system has."""
    with Visit(browser, path, "dark") as visit:
        ground = lambda: visit.run("() => getComputedStyle(document.body).backgroundColor")
        dark = ground()
        visit.page.click("#theme")
        expect(ground() != dark, "light looks like dark")
        visit.page.click("#theme")
        expect(ground() == dark, "dark is not dark")
        expect("t=dark" in visit.run("() => location.hash"), "the address does not keep the theme")


def fits(browser, path):
    """A small window shows everything without moving the page sideways; on paper all rows are there."""
    with Visit(browser, path, width=380) as visit:
        expect(visit.run("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than a small window")
    with Visit(browser, path) as visit:
        visit.run("() => dispatchEvent(new Event('beforeprint'))")
        rows = int(visit.run("() => document.querySelector('[role=grid]').getAttribute('aria-rowcount') ?? 1"))
        expect(visit.count(".rows .row") == rows - 1, "paper lacks rows")


def longest_task(browser, path):
    """The longest task while filtering: the best of three, for other programs want the processor too."""
    worst = 0
    for view in ("#v=matrix", "#v=graph"):
        with Visit(browser, path, hash_=view) as visit:
            visit.page.wait_for_timeout(300)
            for field, value in [("labels", "env=dev"), ("labels", "env!=dev"), ("labels", ""), ("text", "shop"), ("text", "s"), ("text", "")]:
                other = "zzz" if value == "" else ""
                times = []
                for _ in range(3):
                    times.append(visit.run(TYPE, [field, value]))
                    visit.run(TYPE, [field, other])
                visit.run(TYPE, [field, ""])
                worst = max(worst, min(times))
    return worst


def judge(browser, path):
    plans = path.with_suffix(".json")
    plans = json.loads(plans.read_text()) if plans.exists() else []
    looks(browser, path)
    named(browser, path)
    matrix(browser, path)
    graph(browser, path)
    if not path.stem.startswith("hostile"):
        filters(browser, path, plans)
    theme(browser, path)
    fits(browser, path)
    longest = longest_task(browser, path)
    expect(longest < LONGEST, "a task of %.0f ms while filtering" % longest)
    return longest


def main():
    folder = pathlib.Path(__file__).parents[2] / "target" / "page"
    paths = [pathlib.Path(each) for each in sys.argv[1:]] or sorted(folder.glob("*.html"))
    if not paths:
        sys.exit("no pages: PAGES=target/page cargo test --test page")
    failed = 0
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        # Chromium's own sandbox needs rights that containers lack, and the pages are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in paths:
            try:
                print("%s: %d bytes, longest task %.0f ms" % (path.name, path.stat().st_size, judge(browser, path)))
            except Exception as error:
                failed += 1
                print("%s: %s" % (path.name, error))
        browser.close()
    print("%d passed, %d failed" % (len(paths) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
