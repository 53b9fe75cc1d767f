// What JavaScript adds; every page works without it. Data attributes say where.

const all = (selector) => document.querySelectorAll(selector);

// "/" leads to the search box, Escape closes an open menu.
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !(event.ctrlKey || event.metaKey || event.altKey)) {
    all("[data-search]")[0]?.focus();
    event.preventDefault();
  }
  if (event.key === "Escape") for (const menu of all("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// The reader's own clock stands in the tooltip of a time.
for (const time of all("time[datetime*='T']")) {
  time.title = new Date(time.dateTime).toLocaleString([], { dateStyle: "full", timeStyle: "short" });
}

// A refused form shows what is wrong first.
all("[data-focus]")[0]?.focus();

// Dangerous buttons ask once more.
addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// A choice that only filters sends itself.
for (const form of all("[data-autosubmit]")) {
  form.querySelector("[type=submit]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

// How many characters are left, said once it matters.
for (const field of all("textarea[maxlength], input[data-count][maxlength]")) {
  field.insertAdjacentHTML("afterend", '<span class="count" aria-live="polite"></span>');
  const left = field.nextSibling;
  const tell = () => {
    const rest = field.maxLength - field.value.length;
    left.textContent = rest < field.maxLength / 5 ? `${rest.toLocaleString()} characters left` : "";
  };
  field.addEventListener("input", tell);
  tell();
}

// While one types, a page of ours is asked about it.
const ask = (field, page, take) => {
  const url = new URL(page, location);
  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      url.searchParams.set("q", field.value);
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) take(await answer.json());
    }, 150);
  });
};

// A field that asks for a name offers those we know; the server decides.
for (const field of all("[data-suggest]")) {
  const names = document.createElement("datalist");
  names.id = `${field.id}-names`;
  field.after(names);
  field.setAttribute("list", names.id);
  ask(field, field.dataset.suggest, ({ suggestions }) => names.replaceChildren(...suggestions.map((name) => new Option("", name))));
}

// A title shows what is like it.
for (const field of all("[data-similar]")) ask(field, field.dataset.similar, ({ html }) => {
  all("#similar")[0].innerHTML = html;
});
