// What JavaScript adds; every page works without it. Data attributes say where.

const all = (selector) => document.querySelectorAll(selector);

// "/" leads to the search box, Escape closes an open menu.
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector("[data-search]")?.focus();
    event.preventDefault();
  }
  if (event.key === "Escape") {
    for (const menu of all("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});
addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// The reader's own clock stands in the tooltip of a time.
for (const time of all("time[datetime*='T']")) {
  const moment = new Date(time.dateTime);
  if (+moment) time.title = moment.toLocaleString([], { dateStyle: "full", timeStyle: "short" });
}

// A refused form shows what is wrong first.
document.querySelector("[data-focus]")?.focus();

// Dangerous buttons ask once more.
addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// A choice that only filters sends itself.
for (const form of all("form[data-autosubmit]")) {
  form.querySelector("[type=submit]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

// How many characters are left, said once it matters.
for (const field of all("textarea[maxlength], input[data-count][maxlength]")) {
  const left = document.createElement("span");
  left.className = "count";
  left.ariaLive = "polite";
  field.after(left);
  const tell = () => {
    const rest = field.maxLength - field.value.length;
    left.textContent = rest < field.maxLength / 5 ? `${rest.toLocaleString()} characters left` : "";
  };
  field.addEventListener("input", tell);
  tell();
}

// A field that asks for a name offers those we know while one types; the server decides.
for (const field of all("input[data-suggest]")) {
  const names = document.createElement("datalist");
  names.id = `${field.id}-names`;
  field.after(names);
  field.setAttribute("list", names.id);
  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const url = new URL(field.dataset.suggest, location);
      url.searchParams.set("q", field.value);
      const answer = await fetch(url).catch(() => null);
      if (!answer?.ok) return;
      const { suggestions } = await answer.json();
      names.replaceChildren(...suggestions.map((name) => new Option("", name)));
    }, 150);
  });
}
