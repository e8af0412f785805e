const EMPTY = { labels: "", text: "", environment: "", useCase: "", state: "", view: "matrix", open: "", theme: "" };
const SHORT = { labels: "l", text: "q", environment: "e", useCase: "u", state: "s", view: "v", open: "o", theme: "t" };

/** The choice that the address holds. */
function readHash() {
  const found = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(EMPTY).map(([key, empty]) => [key, found.get(SHORT[key]) ?? empty]));
}

/** Keeps the choice in the address, so that a link and a reload show the same. */
function writeHash(choice) {
  const kept = new URLSearchParams();
  for (const [key, empty] of Object.entries(EMPTY)) if (choice[key] !== empty) kept.set(SHORT[key], choice[key]);
  const hash = kept.toString();
  if (hash === location.hash.slice(1)) return;
  // A browser may refuse many changes of the address in a short time; the filter itself goes on.
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch (refused) {
    if (!(refused instanceof DOMException)) throw refused;
  }
}

/** What of the model a choice shows: Applications, clusters (rows) and sets of a name (columns). */
function narrow(all, choice) {
  const { terms, fault } = selector(choice.labels);
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  const says = (haystack) => words.every((word) => haystack.includes(word));
  const here = (thing) => !choice.environment || thing.environment === choice.environment;
  const shown = all.applications.filter(
    (app) =>
      here(app) &&
      (!choice.useCase || app.useCase === choice.useCase) &&
      inState(app, choice.state) &&
      says(app.haystack) &&
      selects(terms, app.selectable),
  );
  const applications = new Set(shown);
  const whole = !choice.useCase && !choice.state;
  const bare = (thing, haystack) =>
    whole && !thing.applications.length && here(thing) && says(haystack.join("\n").toLowerCase());
  const clusters = new Set(shown.map((app) => app.cluster));
  for (const cluster of all.clusters) {
    if (bare(cluster, [cluster.name, cluster.server ?? ""]) && selects(terms, cluster.labels)) clusters.add(cluster);
  }
  const sets = new Set(shown.map((app) => app.set));
  for (const set of all.sets) if (!terms.length && bare(set, [set.name])) sets.add(set);
  const instances = all.instances.filter((instance) =>
    instance.cluster
      ? clusters.has(instance.cluster)
      : bare(instance, [instance.name, instance.project ?? ""]) && selects(terms, instance.labels),
  );
  return {
    fault,
    applications,
    instances,
    clusters: all.clusters.filter((cluster) => clusters.has(cluster)),
    sets: all.sets.filter((set) => sets.has(set)),
    columns: all.columns.filter((column) => column.sets.some((set) => sets.has(set))),
  };
}

const inState = (app, state) => !state || app.state === state || (state === "trouble" && app.state !== "fine");
