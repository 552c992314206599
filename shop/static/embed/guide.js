// The guide on another site's page: <div data-guide="muscle-twitching"></div> and this script.
// It asks this shop's API and keeps nothing: no cookie, no storage, nothing in an address.
(() => {
  "use strict";

  const script = document.currentScript;
  const shop = new URL(script.src).origin;
  const LONGEST = 2000;
  const LEVELS = {
    emergency: "Emergency",
    today: "Get help today",
    gp: "See a GP",
    pharmacist: "Ask a pharmacist",
    self_care: "What you can do yourself",
  };
  const STYLE = `
    :host { display: block; color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
    * { box-sizing: border-box; overflow-wrap: anywhere; }
    form, section, .answer { display: grid; gap: 0.75rem; max-width: 42rem; }
    label, h2, h3 { font-weight: 650; margin: 0; }
    h2 { font-size: 1.25rem; } h3 { font-size: 1.0625rem; }
    p, ul { margin: 0; } ul { padding-inline-start: 1.25rem; }
    textarea { width: 100%; min-height: 8rem; padding: 0.5rem; font: inherit; }
    button { justify-self: start; min-height: 2.75rem; padding: 0.5rem 1.25rem; font: inherit; font-weight: 650; cursor: pointer; }
    .care { padding: 1rem; border: 2px solid CanvasText; border-radius: 0.5rem; }
    .call { display: inline-block; padding: 0.5rem 0; font-weight: 650; }
    :focus-visible { outline: 3px solid; outline-offset: 2px; }
  `;
  let number = 0;

  const make = (tag, text, ...inside) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    made.append(...inside);
    return made;
  };
  const link = (text, address) => Object.assign(make("a", text), { href: address });
  const list = (texts) => make("ul", "", ...texts.map((text) => make("li", text)));
  const part = (title, ...inside) => make("section", "", make("h3", title), ...inside);

  function care(found) {
    const box = make("section", "", make("p", LEVELS[found.urgency]), make("h3", found.care.title), make("p", found.care.message));
    const advice = [...new Set(found.care.signs.map((sign) => sign.advice))];
    box.className = "care";
    if (advice.length) box.append(list(advice));
    if (found.care.steps.length) box.append(list(found.care.steps));
    if (found.care.phone) {
      const call = link(`Call ${found.care.phone}`, `tel:${found.care.phone.replaceAll(" ", "")}`);
      call.className = "call";
      box.append(make("p", "", call));
    }
    return box;
  }

  function understood(found) {
    const { causes, denied } = found.understood;
    if (!causes.length && !denied.length) {
      return part("What we understood", make("p", "We found no cause in your words. The guide in the shop lets you tick what fits."));
    }
    const rows = [...causes.map((cause) => `“${cause.words}”`), ...denied.map((cause) => `You said not: “${cause.words}”`)];
    return part("What we understood", list(rows));
  }

  function offer(each, products) {
    const product = products.find((one) => one.item === each.item);
    const because = each.because.map((one) => `“${one.words}”`).join(" and ");
    const rows = [`Because you said ${because}`, `Only if this is you: ${each.only_for}`, each.statement, ...each.advice.map((text) => `Take care: ${text}`)];
    return make(
      "section", "",
      make("h3", "", product ? link(product.name, product.url) : make("span", each.item)),
      list(rows.filter(Boolean)),
      make("p", "Not for you if:"),
      list(each.not_for_you_if),
    );
  }

  function answer(found, products) {
    const title = make("h2", "Your answer");
    const parts = make("div", "", title, care(found), understood(found));
    parts.className = "answer";
    title.tabIndex = -1;
    if (found.self_care.length) parts.append(part("What you can do for free", list(found.self_care.map((step) => step.text))));
    if (found.suggestions.length) {
      parts.append(part("What the shop sells that may suit you", make("p", "The shop sells these products. The advice costs nothing."), ...found.suggestions.map((each) => offer(each, products))));
    }
    const on = make("p", "The shop’s own guide asks about signs, conditions and medicines. ");
    on.append(link("Open the guide", `${shop}/guide`));
    parts.append(on);
    return parts;
  }

  async function ask(path, options) {
    const reply = await fetch(`${shop}/api/v1/${path}`, { credentials: "omit", referrerPolicy: "no-referrer", ...options });
    const body = await reply.json();
    if (!reply.ok) throw Object.assign(new Error(body.detail), { isSaid: true });
    return body;
  }

  async function recommend(text) {
    const headers = { "Content-Type": "application/json" };
    const found = await ask("guide", { method: "POST", headers, body: JSON.stringify({ text }) });
    const range = found.suggestions.length ? await ask("products", {}) : { products: [] };
    return answer(found, range.products);
  }

  function notReached(error) {
    const words = make("p", error.isSaid ? `${error.message} ` : "The guide can’t be reached from this page. ");
    words.append(link("Open the guide in the shop", `${shop}/guide`));
    return words;
  }

  function form(place) {
    const ref = `guide-words-${(number += 1)}`;
    const label = make("label", "In your own words: what is twitching, and what may be behind it?");
    const hint = make("p", `Up to ${LONGEST} letters. Nothing you write is kept. If it is an emergency, call 999.`);
    const area = make("textarea");
    const button = make("button", "Show what helps");
    const news = make("div");
    const whole = make("form", "", label, hint, area, button);
    label.htmlFor = area.id = ref;
    hint.id = `${ref}-hint`;
    area.setAttribute("aria-describedby", hint.id);
    area.autocomplete = "off";
    whole.noValidate = true;
    news.setAttribute("role", "status");
    whole.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = area.value.trim();
      if (!text || text.length > LONGEST) {
        news.replaceChildren(make("p", text ? `Shorten your words to ${LONGEST} letters.` : "Write what you notice first."));
        area.focus();
        return;
      }
      button.disabled = true;
      news.replaceChildren(make("p", "Working…"));
      try {
        news.replaceChildren(await recommend(text));
        news.querySelector("h2").focus();
      } catch (error) {
        news.replaceChildren(notReached(error));
      }
      button.disabled = false;
    });
    place.append(whole, news);
  }

  function draw(host) {
    const place = host.shadowRoot || host.attachShadow({ mode: "open" });
    // A sheet made by script is no inline style: a strict policy of the page lets it through.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    place.adoptedStyleSheets = [sheet];
    form(place);
  }

  const drawAll = () => document.querySelectorAll("[data-guide]").forEach((host) => host.shadowRoot || draw(host));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
})();
