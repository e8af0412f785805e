const RANK = { error: 0, warning: 1, info: 2 };
const FIRST = 6;
const NEXT = 100;

/** Everything that is wrong or not known, worst first; the same words of many things are one line. */
function findings(all) {
  const told = new Map();
  for (const problem of all.problems) {
    const level = Object.hasOwn(RANK, problem.level) ? problem.level : "error";
    const key = JSON.stringify([problem.message, problem.code, place(problem)]);
    if (!told.has(key)) told.set(key, { ...problem, level, text: problem.message ?? "", environments: [], things: [] });
    told.get(key).environments.push(problem.environment);
  }
  const byText = new Map();
  for (const each of told.values()) {
    // A set's own error stands behind its name in the problem that tells of it.
    const short = each.text.replace(/^ApplicationSet `[^`]*`: /, "");
    for (const text of [each.text, short]) byText.set(text, byText.get(text) ?? each);
  }
  const found = [...told.values()];
  const tell = (level, text, thing) => {
    if (!byText.has(text)) {
      const each = { level, text, environments: [], things: [] };
      byText.set(text, each);
      found.push(each);
    }
    byText.get(text).environments.push(thing.environment);
    byText.get(text).things.push(thing);
  };
  for (const set of all.sets) for (const failure of set.failures) tell("error", failure, set);
  for (const instance of all.instances) for (const problem of instance.problems) tell("error", problem, instance);
  for (const app of all.applications)
    for (const problem of app.problems) tell(app.refused ? "error" : "warning", problem, app);
  if (all.environments.length > 1) for (const each of found) each.where = distinct(each.environments).join(", ");
  return found.sort((a, b) => RANK[a.level] - RANK[b.level]);
}

function unknowns(all) {
  const found = new Map();
  for (const { what, because, file, line, environment } of all.unknowns) {
    const text = what ?? "";
    const key = JSON.stringify([text, because]);
    if (!found.has(key)) {
      found.set(key, { level: "unknown", text, help: because, file, line, environments: [], things: [] });
    }
    found.get(key).environments.push(environment);
  }
  if (all.environments.length > 1) {
    for (const each of found.values()) each.where = distinct(each.environments).join(", ");
  }
  return [...found.values()];
}

/** Fills the part of the page that comes first. */
function showAttention(region, all, say) {
  const wrong = findings(all);
  const open = unknowns(all);
  region.replaceChildren(...[findingList("Problems", wrong, say), findingList("Unknown", open, say)].filter(Boolean));
  if (!wrong.length && !open.length) {
    region.append(
      make(
        "p",
        { class: "calm" },
        all.things.length
          ? [mark("fine"), " No problems, and nothing is unknown."]
          : "This plan is empty: no instance, no cluster, no ApplicationSet.",
      ),
    );
  }
  return { wrong, open };
}

/** A list of findings, of which the first are shown: there may be one for each Application. */
function findingList(title, rows, say) {
  if (!rows.length) return null;
  const items = make("ul");
  const more = make("button", { type: "button", class: "quiet" });
  const extend = (count) => {
    const shown = items.childElementCount;
    items.append(...rows.slice(shown, shown + count).map((row) => make("li", { class: row.level }, finding(row, say))));
    const rest = rows.length - items.childElementCount;
    more.hidden = rest === 0;
    more.textContent = `Show ${plural(Math.min(rest, NEXT), "more", "more")}`;
    return items.children[shown];
  };
  extend(FIRST);
  more.addEventListener("click", () => {
    const first = extend(NEXT);
    first.setAttribute("tabindex", "-1");
    first.focus();
  });
  const count = make("span", { class: "count" }, figures(rows.length));
  return make("div", { class: "findings" }, make("h2", {}, `${title} `, count), items, more);
}

const LEVEL = { error: "refused", warning: "problem", info: "fine", unknown: "unknown" };

function finding(row, say) {
  const [first] = row.things;
  const many = row.things.length > 1;
  const word = row.things.every((thing) => thing.kind === first.kind) ? KINDS[first?.kind] : "object";
  const target =
    first && (many ? { kind: "group", eyebrow: "Finding", name: row.text, lists: [[`${word}s`, row.things]] } : first);
  return [
    mark(LEVEL[row.level]),
    make(
      "div",
      {},
      make("p", {}, make("span", { class: "hidden" }, `${row.level}: `), prose(row.text)),
      row.help && make("p", { class: "muted help" }, prose(row.help)),
    ),
    make(
      "div",
      { class: "where" },
      row.where && make("span", {}, row.where),
      row.code && make("code", {}, row.code),
      placed(row),
      target &&
        make(
          "button",
          { type: "button", class: "link", click: (event) => say.go(target, event.currentTarget) },
          many ? plural(row.things.length, word) : make("bdi", {}, first.name),
        ),
    ),
  ];
}

/** The strip of figures. */
function showSummary(strip, all, { wrong, open }, say) {
  const figure = (count, one, tone, act) => {
    const text = [make("strong", {}, figures(count)), ` ${plural(count, one).replace(/^\S+ /, "")}`];
    return make(
      "li",
      { class: count ? tone : "none" },
      act && count ? make("button", { type: "button", class: "link", click: act }, text) : text,
    );
  };
  const refused = all.applications.filter((app) => app.refused).length;
  const clusters = all.clusters.filter((cluster) => !cluster.made).length;
  const sets = all.sets.filter((set) => !set.made).length;
  strip.replaceChildren(
    figure(all.instances.length, "instance"),
    figure(clusters, "cluster Secret"),
    figure(sets, "ApplicationSet"),
    figure(all.applications.length, "Application"),
    figure(refused, "refused Application", "refused", () => say.state("refused")),
    figure(wrong.length, "problem", wrong.some((row) => row.level === "error") ? "refused" : "problem", () =>
      byId("attention").scrollIntoView(),
    ),
    figure(open.length, "unknown", "unknown", () => byId("attention").scrollIntoView()),
  );
}
