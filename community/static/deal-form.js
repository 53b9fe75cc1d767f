// The deal form with JavaScript: the unit price as you type, and steps without a new page.

const MONTHS = 12;
const form = () => document.querySelector("[data-deal-form]");

// "$1,234.50", "1.234,50" and "20 %", as the server reads them.
const number = (text) => {
  const bare = text.replace(/[^\d.,-]/g, "");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const tail = bare.length - last - 1;
  const marks = bare.match(/[.,]/g)?.length ?? 0;
  const grouped = bare[last] === "," && tail === 3 && marks === bare.split(",").length - 1;
  const same = marks > 1 && !(bare.includes(".") && bare.includes(","));
  if (last < 0 || grouped || same) return parseFloat(bare.replace(/[.,]/g, ""));
  return parseFloat(`${bare.slice(0, last).replace(/[.,]/g, "")}.${bare.slice(last + 1)}`);
};

// norm_v1, as community/deals/normalisation.py has it.
const unitPrice = (line) => {
  const field = (name) => line.querySelector(`[name="${line.dataset.line}-${name}"]`)?.value ?? "";
  const { model } = line.dataset;
  const metric = field("metric");
  const months = number(form().elements.term_months?.value ?? "");
  const quantity = model === "flat" ? 1 : number(field("quantity"));
  const size = metric === line.dataset.metric ? Number(line.dataset.size) : 1;
  const unit = metric === line.dataset.metric ? line.dataset.per || metric : metric;
  if (model === "perpetual" || model === "hardware") {
    return [number(field(model === "perpetual" ? "licence_amount" : "hardware_amount")) / quantity * size, `per ${unit}`];
  }
  const times = { month: months, year: months / MONTHS, term: 1 }[field("recurring_covers")];
  const paid = number(field("recurring_amount")) * times;
  if (model === "seat" || model === "flat") return [paid / (quantity * months / MONTHS) * size, `per ${unit} and year`];
  if (metric === "fixed price") return [NaN, ""];
  const units = quantity * { once: 1, year: months / MONTHS, month: months }[field("metric_period")];
  if (metric === "hour") return [paid / units, "per hour"];
  if (metric === "day") return [paid / units / 8, "per hour"];
  return [paid / units * size, `per ${unit}`];
};

const tell = () => {
  if (!form()) return;
  for (const line of form().querySelectorAll("[data-line]")) {
    const output = line.querySelector("[data-unit-price]");
    if (!output) continue;
    const years = [...line.querySelectorAll('[name*="-years-"]')].some((input) => input.value);
    const [price, per] = unitPrice(line);
    const currency = form().elements.currency?.value;
    const digits = price < 1 ? { maximumSignificantDigits: 3 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    const shown = Number.isFinite(price) && price > 0 && !years;
    output.textContent = shown ? `${price.toLocaleString("en-US", digits)} ${currency} ${per}` : "";
  }
};

// A step's answer is the same page with another form in it: take the form alone.
let native = false;
const take = async (event) => {
  const button = event.submitter;
  if (native || !event.target.matches("[data-deal-form]") || !button?.matches("[data-step]")) return;
  event.preventDefault();
  const sent = { method: "POST", body: new FormData(event.target, button) };
  const answer = await fetch(event.target.action, sent).catch(() => null);
  const next = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-deal-form]");
  if (!next) {
    native = true;
    event.target.requestSubmit(button);
    return;
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
addEventListener("change", tell);
addEventListener("submit", take);
tell();
