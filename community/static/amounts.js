const find = (css, within = document) => within.querySelector(css);
const form = (within) => find("[data-deal-form]", within);

// Its answer: this page, another form.
const step = async (name, value) => {
  const body = new FormData(form());
  body.set(name, value);
  const answer = await fetch(form().action, { method: "POST", body }).catch(() => null);
  return answer?.ok && form(new DOMParser().parseFromString(await answer.text(), "text/html"));
};

addEventListener("submit", async (event) => {
  const { target, submitter: button } = event;
  if (target !== form() || !button?.matches("[data-step]")) return;
  event.preventDefault();
  const next = await step(button.name, button.value);
  if (!next) {
    delete button.dataset.step; // the browser does it
    return target.requestSubmit(button);
  }
  target.replaceWith(next);
  const from = button.closest("[data-line]")?.dataset.line;
  const line = find(`[data-line="${from}"]`, next) ?? [...next.querySelectorAll("[data-line]")].at(-1);
  const first = button.value === "show" ? ".grid-2 :is(select, input)" : "input:not([type=hidden])";
  (find("[aria-invalid]", line) ?? find(first, line))?.focus();
});

// Unit prices as one types.
let timer;
addEventListener("input", () => {
  clearTimeout(timer);
  if (form()) timer = setTimeout(async () => {
    const told = (await step("do", "show") || form()).querySelectorAll("output");
    form().querySelectorAll("output").forEach((one, at) => one.textContent = told[at]?.textContent);
  }, 300);
});

// "$1,234.50", "1.234,50" and "20 %", as the server reads them.
const number = (text) => {
  const bare = text.replace(/[^\d.,-]/g, "");
  const marks = bare.match(/[.,]/g) ?? [];
  const whole = marks.length > 1 ? new Set(marks).size < 2 : /[1-9]\d*,\d{3}$/.test(bare);
  return parseFloat(whole ? bare.replace(/[.,]/g, "") : bare.replace(/[.,](?=.*[.,])/g, "").replace(",", "."));
};

// As prices/quote.py has it; nothing leaves the page.
addEventListener("submit", (event) => {
  const { dataset, elements } = event.target;
  if (!dataset.quote) return;
  const { currency, per, time, size, sticks } = JSON.parse(dataset.quote);
  const count = elements.quantity.value;
  const quantity = number(count);
  const unit = number(elements.amount.value) / (count ? quantity / size : 1);
  const money = (price) => price.toLocaleString("en-US", { style: "currency", currency, minimumFractionDigits: Math.max(2, Math.ceil(2 - Math.log10(price))) }).replace(/\.00$/, "");
  if (!(unit > 0 && unit < 1e15)) return; // the server says why
  event.preventDefault();
  const [, , median, p25, p75, phrase, words] = sticks.find(([from, to]) => quantity >= from && quantity < to) ?? sticks.at(-1);
  const away = Math.round(Math.abs(unit / median - 1) * 20 + 1e-9) * 5;
  const below = unit < median;
  const [headline, detail] = find("[data-verdict]").children;
  headline.textContent = words[away ? below ? +(unit >= p25) : 3 + (unit > p75) : 2];
  const gap = Math.round(Math.abs(unit - median) * quantity / size);
  detail.textContent = `${money(unit)} ${per} is ${away ? `some ${away}\xa0% ${below ? "below" : "above"}` : "about"} ${phrase}.`
    + (gap ? ` At the median you would pay ${money(gap)}${time} ${below ? "more" : "less"}.` : "");
  const plot = find("[data-low]");
  if (!plot) return;
  const { low, high } = plot.dataset;
  const at = (unit - low) / (high - low), mark = plot.lastChild;
  mark.setAttribute("x", `${3 + 94 * Math.min(Math.max(at, 0), 1)}%`);
  mark.firstChild.textContent = "← Yours →".slice(at < 0 ? 0 : 2, at > 1 ? 9 : 7);
});
