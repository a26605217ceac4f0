/* What the pages of the report do where scripts run: search, one switch for all code, tables that sort. Nothing needs it to be read. */
"use strict";
(() => {
  const tools = document.querySelector(".tools");
  if (!tools) return;
  const words = JSON.parse(tools.dataset.words);
  const make = (tag, attributes = {}, ...inner) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inner);
    return element;
  };

  /* The switch is kept in the address, which every link to another page carries on: a folder has no other memory. */
  const code = document.querySelectorAll("details.code");
  const button = make("button", { type: "button" });
  const show = (on) => {
    code.forEach((each) => (each.open = on));
    document.documentElement.classList.toggle("plain", !on);
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? words.hide : words.show;
    for (const link of document.querySelectorAll("a[href]")) {
      if (/\.html($|[?#])/.test(link.getAttribute("href"))) link.search = on ? "?code" : "";
    }
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    show(on);
    history.replaceState(null, "", location.pathname + (on ? "?code" : "") + location.hash);
  });

  /* Search: the entries are a script beside the pages, read when somebody first searches. */
  const field = make("input", { type: "search", id: "search", autocomplete: "off" });
  const found = make("ul", { className: "found" });
  const said = make("p", { className: "said" });
  said.setAttribute("role", "status");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const root = new URL(tools.dataset.index, location.href);
  const list = () => {
    const asked = plain(field.value).split(/\s+/).filter(Boolean);
    const hits = asked.length
      ? window.searchEntries.filter(([title, , text]) => asked.every((word) => plain(title + " " + text).includes(word)))
      : [];
    found.replaceChildren(
      ...hits.slice(0, 40).map(([title, page, text]) => {
        const link = make("a", { href: new URL(page, root).href }, text);
        if (title !== text) link.append(make("small", {}, title));
        return make("li", {}, link);
      })
    );
    said.textContent = asked.length ? (hits.length ? String(hits.length) : words.none) : "";
    show(button.getAttribute("aria-pressed") === "true");
  };
  const search = () => {
    if (window.searchEntries) return list();
    document.head.append(make("script", { src: root.href, onload: list }));
  };
  field.addEventListener("input", search);
  tools.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      field.value = "";
      search();
      field.focus();
    } else if (event.key === "ArrowDown" && links[at + 1]) {
      event.preventDefault();
      links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] || field).focus();
    }
  });
  const form = make("div", {}, make("label", { htmlFor: "search" }, words.search), field, said, found);
  form.setAttribute("role", "search");
  tools.append(form, button);
  show(new URLSearchParams(location.search).has("code"));

  /* Tables sort by the value of a number, else by the text; what is empty stays last. */
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sort = (table, head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const cell = (row) => row.cells[column] ?? row.cells[0];
    const key = (row) => cell(row).dataset.value ?? cell(row).textContent.trim();
    const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
    rows.sort(([a], [b]) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      const order = isNaN(a) || isNaN(b) ? collator.compare(a, b) : a - b;
      return down ? -order : order;
    });
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  for (const table of document.querySelectorAll("table.analysis")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const press = make("button", { type: "button" }, ...head.childNodes);
      press.addEventListener("click", () => sort(table, head, column));
      head.replaceChildren(press);
    });
    const box = table.parentElement;
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", words.scroll + ": " + table.caption.textContent);
    }
  }

  const menu = document.querySelector(".menu");
  if (menu && !matchMedia("(min-width: 64em)").matches) menu.open = false;
})();
