const THEMES = { "": "system", light: "light", dark: "dark" };

/** Connects the filter's fields with the choice; `changed` runs after each change. */
function controls(all, choice, changed) {
  const fields = {
    labels: byId("labels"),
    text: byId("text"),
    environment: byId("environment"),
    useCase: byId("use-case"),
    state: byId("state"),
  };
  options(fields.environment, "all", all.environments);
  options(fields.useCase, "all", all.useCases);
  fields.state.replaceChildren(
    ...[
      ["", "all"],
      ["trouble", "any trouble"],
      ["refused", "refused"],
      ["problem", "with problems"],
      ["fine", "fine"],
    ].map(([value, name]) => make("option", { value }, name)),
  );
  const take = () => {
    for (const [key, field] of Object.entries(fields)) choice[key] = field.value;
    changed();
  };
  const form = byId("filter");
  form.addEventListener("input", take);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of Object.values(fields)) field.value = "";
    take();
  });
  return {
    /** Shows the choice, as the address gave it. */
    set() {
      for (const [key, field] of Object.entries(fields)) field.value = choice[key];
      for (const key of ["environment", "useCase", "state"]) choice[key] = fields[key].value;
    },
    fault(text) {
      fields.labels.setAttribute("aria-invalid", String(Boolean(text)));
      byId("labels-note").textContent = visible(text);
    },
  };
}

function options(select, everything, names) {
  select.replaceChildren(
    make("option", { value: "" }, everything),
    ...names.map((name) => {
      const option = make("option", {}, name);
      // What is shown may be escaped; what is compared may not.
      option.value = name;
      return option;
    }),
  );
  select.parentElement.hidden = names.length < 2;
}

/** Two views of one chain, of which one is shown. */
function tabs(choice, changed) {
  const all = ["matrix", "graph"].map((name) => ({ name, tab: byId(`tab-${name}`), panel: byId(name) }));
  const pick = (name) => {
    choice.view = name;
    changed();
  };
  all.forEach(({ name, tab }, at) => {
    tab.addEventListener("click", () => pick(name));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      const other = all[1 - at];
      pick(other.name);
      other.tab.focus();
    });
  });
  return () =>
    all.forEach(({ name, tab, panel }) => {
      const chosen = name === choice.view;
      tab.setAttribute("aria-selected", String(chosen));
      tab.setAttribute("tabindex", chosen ? "0" : "-1");
      panel.hidden = !chosen;
    });
}

/** Light, dark, or as the system has it. */
function theme(choice, changed) {
  const button = byId("theme");
  const show = () => {
    if (!Object.hasOwn(THEMES, choice.theme)) choice.theme = "";
    if (choice.theme) document.documentElement.dataset.theme = choice.theme;
    else delete document.documentElement.dataset.theme;
    button.textContent = `Theme: ${THEMES[choice.theme]}`;
  };
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    choice.theme = names[(names.indexOf(choice.theme) + 1) % names.length];
    show();
    changed();
  });
  return show;
}

/** Keys that work wherever the reader is. */
function shortcuts(detail) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && detail.isOpen()) {
      event.preventDefault();
      detail.close();
    }
    const writing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId("labels").focus();
    }
  });
  // The address holds the filter, so the link must not write its own into it.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("chain").focus();
    byId("chain").scrollIntoView();
  });
}
