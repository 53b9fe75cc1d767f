const all = (css, act) => document.querySelectorAll(css).forEach(act);
const first = (css) => document.querySelector(css);

// The keys of #keys.
const ITEM = "article.post, .threads > li, .case";
const here = () => document.activeElement.closest(ITEM);
const go = (by) => {
  const items = [...document.querySelectorAll(ITEM)];
  items[items.indexOf(here()) + by]?.focus();
};
const follow = (link) => here()?.querySelector(link)?.click();
const keys = {
  "?": () => first("#keys").togglePopover(),
  j: () => go(1),
  k: () => go(-1),
  o: () => follow("h2 a, h3 a, [aria-label^=Permanent]"),
  r: () => first("#answer :is(textarea, a)")?.focus(),
  e: () => follow("[href$='/edit']"),
};
const use = first("#keys input");
use.checked = !localStorage.noKeys;
use.onchange = () => localStorage.noKeys = use.checked ? "" : 1;
addEventListener("keydown", (event) => {
  const { key, target } = event;
  const busy = event.ctrlKey || event.metaKey || event.altKey || target.matches(":read-write, select");
  const named = first(`[aria-keyshortcuts=${CSS.escape(key)}]`);
  if (use.checked && (named || keys[key]) && !busy) {
    named ? (named.focus(), named.click()) : keys[key]();
    event.preventDefault();
  }
  if (key === "Escape" && menu?.open) {
    menu.open = false;
    menu.firstElementChild.focus();
  }
});
const menu = first(".menu");
addEventListener("click", ({ target }) => menu?.contains(target) || menu?.removeAttribute("open"));

// Times by the reader's clock.
all("time[datetime*='T']", (time) => time.title = new Date(time.dateTime).toLocaleString());

all("[data-copy]", (button) => {
  button.hidden = !navigator.clipboard;
  button.onclick = async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.href);
    button.textContent = "Copied";
  };
});
all("[name=time_zone][hidden]", (button) => {
  button.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  button.append(" ", button.value);
  button.hidden = button.value === "UTC";
});

// Leases run out.
all("[data-left]", (one) => setInterval(() => one.textContent = new Date(Math.max(0, one.dataset.left * 1e3 - performance.now())).toISOString().slice(14, 19), 1e3));

// Dangerous buttons ask twice.
addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

all("[data-autosubmit]", (form) => {
  form.querySelector("[type=submit]")?.remove();
  form.onchange = () => form.requestSubmit();
});

all("textarea[maxlength], input[data-count]", (field) => {
  field.insertAdjacentHTML("afterend", '<span class="count" aria-live="polite"></span>');
  const left = field.nextSibling;
  (field.oninput = () => {
    const rest = field.maxLength - field.value.length;
    left.textContent = rest < field.maxLength / 5 ? `${rest.toLocaleString()} characters left` : "";
  })();
});

// Asks once somebody rests.
const ask = (field, rest, request, take) => {
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => fetch(...request()).then((one) => one.ok && one.json().then(take)).catch(() => {}), rest);
  });
};
const look = (field, page, take) => ask(field, 150, () => [page + encodeURIComponent(field.value)], take);

all("[data-suggest]", (field) => {
  const names = document.createElement("datalist");
  names.id = `${field.id}-names`;
  field.after(names);
  field.setAttribute("list", names.id);
  look(field, field.dataset.suggest, ({ suggestions }) => names.replaceChildren(...suggestions.map((name) => new Option("", name))));
});

all("[data-similar]", (box) => ask(box, 150, () => ["/questions/similar?" + new URLSearchParams({ q: title.value, product: product.value })], ({ html }) => similar.innerHTML = html));

all("[data-live]", (form) => ask(form, 900, () => {
  const body = new FormData(form);
  body.set("live", 1);
  return [form.action, { method: "POST", body }];
}, ({ html, said, ...seen }) => {
  const [shown, told] = form.querySelectorAll("[data-shown], [role=status]");
  shown.hidden = !html;
  shown.lastElementChild.innerHTML = html;
  told.textContent = said;
  for (const name in seen) form.elements[name].value = seen[name];
}));

// Markdown around what is selected.
all("[data-marks]", (button) => button.onclick = () => {
  const box = button.parentNode.nextElementSibling;
  const [before, after] = button.dataset.marks.split("…");
  box.focus();
  document.execCommand("insertText", false, before + box.value.slice(box.selectionStart, box.selectionEnd) + after);
  box.selectionEnd -= after.length;
});
