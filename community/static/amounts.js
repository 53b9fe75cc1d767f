// Forms with amounts: the deal form's unit price and steps, and whether a quote is fair.

const form = () => document.querySelector("[data-deal-form]");

// "$1,234.50", "1.234,50" and "20 %", as the server reads them.
const number = (text) => {
  const bare = text.replace(/[^\d.,-]/g, "");
  const marks = bare.match(/[.,]/g) ?? [];
  const whole = marks.length > 1 ? new Set(marks).size < 2 : /[1-9]\d*,\d{3}$/.test(bare);
  return parseFloat(whole ? bare.replace(/[.,]/g, "") : bare.replace(/[.,](?=.*[.,])/g, "").replace(",", "."));
};

const money = (price, currency) =>
  price.toLocaleString("en-US", { style: "currency", currency, maximumSignificantDigits: price < 1 ? 3 : undefined });

// norm_v1, as community/deals/normalisation.py has it.
const unitPrice = (line) => {
  const field = (name) => line.querySelector(`[name="${line.dataset.line}-${name}"]`)?.value ?? "";
  const { model } = line.dataset;
  const metric = field("metric");
  const months = number(form().elements.term_months?.value ?? "");
  const quantity = model === "flat" ? 1 : number(field("quantity"));
  const own = metric === line.dataset.metric;
  const size = own ? +line.dataset.size : 1;
  const unit = (own && line.dataset.per) || metric;
  const bought = { perpetual: "licence_amount", hardware: "hardware_amount" }[model];
  if (bought) return [number(field(bought)) / quantity * size, `per ${unit}`];
  const times = { month: months, year: months / 12, term: 1 }[field("recurring_covers")];
  const paid = number(field("recurring_amount")) * times;
  if (model === "seat" || model === "flat") return [paid / (quantity * months / 12) * size, `per ${unit} and year`];
  if (metric === "fixed price") return [NaN, ""];
  const units = quantity * { once: 1, year: months / 12, month: months }[field("metric_period")];
  const hours = { hour: 1, day: 8 }[metric];
  return hours ? [paid / units / hours, "per hour"] : [paid / units * size, `per ${unit}`];
};

const tell = () => {
  for (const line of document.querySelectorAll("[data-line]")) {
    const output = line.querySelector("[data-unit-price]");
    if (!output) continue;
    const years = [...line.querySelectorAll('[name*="-years-"]')].some((one) => one.value);
    const [price, per] = unitPrice(line);
    const shown = price > 0 && price < Infinity && !years;
    output.textContent = shown ? `${money(price, form().elements.currency?.value)} ${per}` : "";
  }
};

// A step's answer is the same page with another form in it: take the form alone.
let native = false;
const take = async (event) => {
  const button = event.submitter;
  if (native || event.target !== form() || !button?.matches("[data-step]")) return;
  event.preventDefault();
  const body = new FormData(event.target, button);
  const answer = await fetch(event.target.action, { method: "POST", body }).catch(() => null);
  const next = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-deal-form]");
  if (!next) {
    native = true;
    return event.target.requestSubmit(button);
  }
  form().replaceWith(next);
  tell();
  const lines = [...next.querySelectorAll("[data-line]")];
  const from = button.closest("[data-line]")?.dataset.line;
  const line = lines.find((one) => one.dataset.line === from) ?? lines.at(-1);
  const first = button.value === "show" ? ".grid-2 :is(select, input)" : "input:not([type=hidden])";
  (line.querySelector("[aria-invalid]") ?? line.querySelector(first))?.focus();
};

addEventListener("input", tell);
addEventListener("submit", take);
tell();

// Is a quote fair, as community/prices/quote.py has it; nothing leaves the page.
addEventListener("submit", (event) => {
  const { dataset, elements } = event.target;
  if (!dataset.quote) return;
  const { currency, per, size, sticks } = JSON.parse(dataset.quote);
  const count = elements.quantity.value;
  const quantity = number(count);
  const unit = number(elements.amount.value) / (count ? quantity / size : 1);
  if (!(unit > 0 && unit < 1e15)) return; // the server says what is wrong
  event.preventDefault();
  const [, , median, p25, p75, phrase, words] = sticks.find(([from, to]) => quantity >= from && quantity < to) ?? sticks.at(-1);
  const away = Math.round(Math.abs(unit / median - 1) * 20 + 1e-9) * 5;
  const below = unit < median;
  const [headline, detail] = document.querySelector("[data-verdict]").children;
  headline.textContent = words[!away ? 2 : below ? +(unit >= p25) : 3 + (unit > p75)];
  const where = away ? `some ${away} % ${below ? "below" : "above"}` : "about";
  detail.textContent = `${money(unit, currency)} ${per} is ${where} ${phrase}.`;
  const plot = document.querySelector("[data-floor]");
  if (!plot) return;
  const { low, high, floor } = plot.dataset;
  const at = `${3 + 94 * Math.min(Math.max((unit - low) / (high - low), 0), 1)}%`;
  plot.querySelector(".you")?.remove();
  plot.insertAdjacentHTML("beforeend", `<line class="you" x1="${at}" x2="${at}" y1="4" y2="${floor}"/>`);
});
