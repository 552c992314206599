// Comfort only: every page works without this file.
(() => {
  "use strict";

  const each = (selector, work) => document.querySelectorAll(selector).forEach(work);

  // The pages are the same bytes for everyone, so the number in the basket comes from a small cookie.
  function showBasketCount() {
    const found = document.cookie.match(/(?:^|; )basket_count=(\d{1,4})(?:;|$)/);
    const count = found ? Number(found[1]) : 0;
    each("[data-basket-count]", (place) => {
      place.hidden = count === 0;
      place.textContent = String(count);
      const unit = document.createElement("span");
      unit.className = "visually-hidden";
      unit.textContent = count === 1 ? " item" : " items";
      place.append(unit);
    });
  }

  function focusErrors() {
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  // A second press of the same button sends nothing; the server guards orders as well.
  function guardAgainstDoubleSubmit() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.method !== "post" || event.defaultPrevented) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      const button = event.submitter;
      if (!button || button.tagName !== "BUTTON") return;
      const words = button.querySelector("span") || button;
      button.dataset.words = words.textContent;
      button.setAttribute("aria-disabled", "true");
      words.textContent = "Working…";
    });
    // Coming back with the browser's Back button shows the page as it was left.
    window.addEventListener("pageshow", () => {
      each("form[data-sent]", (form) => delete form.dataset.sent);
      each("button[data-words]", (button) => {
        (button.querySelector("span") || button).textContent = button.dataset.words;
        button.removeAttribute("aria-disabled");
        delete button.dataset.words;
      });
      showBasketCount();
    });
  }

  // Three decimals are about 100 m: enough to find a shop, and less than where somebody lives.
  function offerMyLocation() {
    if (!navigator.geolocation) return;
    each("[data-locate]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const field = document.getElementById(button.dataset.locate);
        const failed = () => {
          button.hidden = true;
          field.focus();
        };
        navigator.geolocation.getCurrentPosition(
          ({ coords }) => {
            field.value = `${coords.latitude.toFixed(3)}, ${coords.longitude.toFixed(3)}`;
            field.form.requestSubmit();
          },
          failed,
          { maximumAge: 600000, timeout: 10000 },
        );
      });
    });
  }

  function offerPrinting() {
    each("[data-print]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  }

  function makeButton(text, variant) {
    const button = document.createElement("button");
    const words = document.createElement("span");
    button.type = "button";
    button.className = `button button--${variant}`;
    words.textContent = text;
    button.append(words);
    return button;
  }

  // A box with one entry a line becomes a box an entry, with suggestions; the lines stay what is sent.
  function splitLines(area) {
    const label = area.dataset.typeaheadLabel;
    const group = document.createElement("div");
    const list = document.createElement("div");
    const more = makeButton("Add another", "secondary");
    const status = document.createElement("p");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    list.className = "typeahead__list";
    status.className = "visually-hidden";
    status.setAttribute("role", "status");

    const boxes = () => [...list.querySelectorAll("input")];
    const keep = () => {
      area.value = boxes().map((box) => box.value.trim()).filter(Boolean).join("\n");
    };
    const number = () => boxes().forEach((box, index) => {
      box.setAttribute("aria-label", `${label} ${index + 1}`);
      box.id = index === 0 ? area.dataset.ref : `${area.dataset.ref}-${index + 1}`;
      const remove = box.nextElementSibling;
      remove.hidden = boxes().length === 1;
      remove.setAttribute("aria-label", `Remove ${box.value.trim() || `number ${index + 1}`}`);
    });
    const add = (value) => {
      const row = document.createElement("div");
      const box = document.createElement("input");
      const remove = makeButton("Remove", "quiet");
      row.className = "typeahead__row";
      box.className = "field__input";
      box.type = "text";
      box.autocomplete = "off";
      box.setAttribute("list", area.dataset.typeahead);
      if (area.getAttribute("aria-describedby")) box.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
      if (area.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");
      box.value = value;
      box.addEventListener("input", () => { keep(); number(); });
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !box.value.trim()) return;
        event.preventDefault();
        more.click();
      });
      remove.addEventListener("click", () => {
        const gone = box.value.trim();
        row.remove();
        keep();
        number();
        status.textContent = gone ? `${gone} removed` : "Removed";
        boxes()[0].focus();
      });
      row.append(box, remove);
      list.append(row);
      number();
      return box;
    };

    area.dataset.ref = area.id;
    area.id = `${area.id}-lines`;
    area.hidden = true;
    area.value.split("\n").map((line) => line.trim()).filter(Boolean).forEach(add);
    if (boxes().length === 0) add("");
    more.addEventListener("click", () => {
      const empty = boxes().find((box) => !box.value.trim());
      (empty || add("")).focus();
    });
    group.append(list, more, status);
    area.before(group);
  }

  // How much may still be written: said when the writer pauses, never a limit by itself.
  function countLetters(area) {
    const most = Number(area.dataset.count);
    const status = document.createElement("p");
    status.className = "field__hint";
    status.setAttribute("role", "status");
    area.after(status);
    let waiting;
    const say = () => {
      const left = most - area.value.trim().length;
      status.textContent = left < 0 ? `${-left} letters too many` : `${left} letters left`;
    };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(say, 600);
    });
  }

  // A link that moves the map fetches the page it leads to and puts that page's map in place of this one.
  function moveMaps() {
    document.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-map-move]");
      if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const map = link.closest("[data-map]");
      map.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(link.href);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = page.querySelector("[data-map]");
        if (!answer.ok || !next) throw new Error("no map");
        if (!map.isConnected) return;
        // The words stay where they are, so that a screen reader says how they changed.
        for (const part of ["[data-map-sheet]", "[data-map-moves]"]) map.querySelector(part).replaceWith(next.querySelector(part));
        map.querySelector("[data-map-said]").textContent = next.querySelector("[data-map-said]").textContent;
        history.replaceState(null, "", link.href.split("#")[0]);
        map.removeAttribute("aria-busy");
        const same = map.querySelector(`[data-map-move="${link.dataset.mapMove}"]`) || map.querySelector("[data-map-move]");
        same.focus({ preventScroll: true });
      } catch {
        location.assign(link.href);
      }
    });
  }

  showBasketCount();
  each("textarea[data-count]", countLetters);
  moveMaps();
  focusErrors();
  guardAgainstDoubleSubmit();
  offerPrinting();
  offerMyLocation();
  each("textarea[data-typeahead]", splitLines);
})();
