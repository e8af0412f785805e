const all = model(unpack(JSON.parse(byId("plans").textContent)));
const choice = readHash();

const detail = detailPanel(byId("detail"), {
  go: (thing, from) => open(thing, from),
  term: (text) => {
    const terms = pieces(choice.labels);
    if (!terms.includes(text)) choice.labels = [...terms, text].join(",");
    fields.set();
    apply();
  },
  closed: () => {
    choice.open = "";
    writeHash(choice);
  },
});

function open(thing, from) {
  detail.show(thing, from);
  if (thing.kind !== "group") views.matrix.point(thing);
  choice.open = thing.kind === "group" ? "" : keyOf(thing);
  writeHash(choice);
}

const views = { matrix: matrixView(byId("matrix"), { go: open }), graph: graphView(byId("graph"), { go: open }) };
const fields = controls(all, choice, () => apply());
const showTabs = tabs(choice, () => apply());
const showTheme = theme(choice, () => writeHash(choice));

const listed = (things) => things.filter((thing) => !thing.made).length;

/** Shows what the choice leaves. */
function apply() {
  if (!Object.hasOwn(views, choice.view)) choice.view = "matrix";
  const narrowed = narrow(all, choice);
  fields.fault(narrowed.fault);
  showTabs();
  views[choice.view].show(narrowed, all);
  const total = all.applications.length;
  const shown = narrowed.applications.size;
  const applications =
    shown === total ? plural(total, "Application") : `${figures(shown)} of ${plural(total, "Application")}`;
  const others = [
    plural(listed(narrowed.clusters), "cluster"),
    plural(listed(narrowed.columns.map((column) => column.sets[0])), "ApplicationSet"),
  ];
  byId("found").textContent = [applications, ...others].join(", ");
  byId("clear").hidden = !(choice.labels || choice.text || choice.environment || choice.useCase || choice.state);
  writeHash(choice);
}

/** Shows what the address says, when the page opens and when somebody changes it. */
function follow() {
  showTheme();
  fields.set();
  const key = choice.open;
  apply();
  const thing = key && all.things.find((each) => keyOf(each) === key);
  if (!thing) return;
  detail.show(thing, null);
  views.matrix.point(thing);
}

byId("chain").hidden = !all.things.length;
const environments = all.environments.map(visible).join(", ");
byId("title").textContent = environments;
document.title = environments ? `dodona plan: ${environments}` : "dodona plan";
byId("legend").replaceChildren(
  ...["fine", "problem", "refused"].map((state) => make("span", {}, mark(state), ` ${STATES[state].name}`)),
);

const attention = showAttention(byId("attention"), all, { go: open });
showSummary(byId("summary"), all, attention, {
  state: (state) => {
    choice.state = state;
    fields.set();
    apply();
    byId("chain").scrollIntoView();
  },
});
shortcuts(detail);
addEventListener("hashchange", () => {
  Object.assign(choice, readHash());
  follow();
});
follow();
