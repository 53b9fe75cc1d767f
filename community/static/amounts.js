// Forms with amounts: the deal form's steps and unit prices, and whether a quote is fair.

const find = (selector, within = document) => within.querySelector(selector);
const form = () => find("[data-deal-form]");

// A step's answer is the same page with another form in it.
const step = async (name, value) => {
  const body = new FormData(form());
  body.set(name, value);
  const answer = await fetch(form().action, { method: "POST", body }).catch(() => null);
  return answer?.ok && find("[data-deal-form]", new DOMParser().parseFromString(await answer.text(), "text/html"));
};

addEventListener("submit", async (event) => {
  const { target, submitter: button } = event;
  if (target !== form() || !button?.matches("[data-step]")) return;
  event.preventDefault();
  const next = await step(button.name, button.value);
  if (!next) {
    button.removeAttribute("data-step"); // the browser does it
    return target.requestSubmit(button);
  }
  target.replaceWith(next);
  const lines = [...next.querySelectorAll("[data-line]")];
  const from = button.closest("[data-line]")?.dataset.line;
  const line = lines.find((one) => one.dataset.line === from) ?? lines.at(-1);
  const first = button.value === "show" ? ".grid-2 :is(select, input)" : "input:not([type=hidden])";
  (find("[aria-invalid]", line) ?? find(first, line))?.focus();
});

// What one unit costs is told while one types.
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

const money = (price, currency) =>
  price.toLocaleString("en-US", { style: "currency", currency, maximumSignificantDigits: price < 1 ? 3 : undefined });

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
  const [headline, detail] = find("[data-verdict]").children;
  headline.textContent = words[!away ? 2 : below ? +(unit >= p25) : 3 + (unit > p75)];
  const where = away ? `some ${away} % ${below ? "below" : "above"}` : "about";
  detail.textContent = `${money(unit, currency)} ${per} is ${where} ${phrase}.`;
  const plot = find("[data-floor]");
  if (!plot) return;
  const { low, high, floor } = plot.dataset;
  const at = `${3 + 94 * Math.min(Math.max((unit - low) / (high - low), 0), 1)}%`;
  find(".you", plot)?.remove();
  plot.insertAdjacentHTML("beforeend", `<line class="you" x1="${at}" x2="${at}" y1="4" y2="${floor}"/>`);
});
