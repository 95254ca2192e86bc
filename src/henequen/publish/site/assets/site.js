/* Everything here adds to pages that already read without it: charts that can be touched, the map of ties, lists as tools,
   copying, pictures as PNG. */
"use strict";
(() => {
  const d = document, all = (query, inside = d) => [...inside.querySelectorAll(query)], one = (query, inside = d) => inside.querySelector(query);
  d.documentElement.classList.add("js");
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes = {}, ...inside) => {
    const made = d.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const state = () => new URLSearchParams(location.search);
  const keep = (change) => {
    const now = state();
    for (const [key, value] of Object.entries(change)) if (value === "" || value === null) now.delete(key); else now.set(key, value);
    const text = now.toString();
    try { history.replaceState(null, "", (text ? `?${text}` : location.pathname) + location.hash); } catch { /* a folder opened in a strict browser */ }
  };
  const copy = async (text, button) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = make("textarea", {}, text);
      d.body.append(area); area.select(); d.execCommand("copy"); area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done || "✓";
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(one(button.dataset.copy).textContent.trim(), button));
  }

  /* The brief: the address chooses its subject, and the command follows the form. */
  const brief = one("#brief-form");
  if (brief) {
    brief.hidden = false;
    const field = (name) => brief.elements[name], asked = state();
    for (const input of all("select, input", brief)) if (asked.get(input.name)) {
      const value = asked.get(input.name);
      if (input.name === "about" && ![...input.options].some((option) => option.value === value)) input.prepend(make("option", { value }, value.slice(value.indexOf(":") + 1)));
      input.value = value;
    }
    const quoted = (text) => /^[\w.:-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
    const write = () => {
      const sides = brief.dataset.sides.split(" "), mine = field("side").value, [kind, ...rest] = field("about").value.split(":"), words = field("words").value.trim();
      const about = words ? `--topic ${quoted(words)} ` : rest.length ? `--${kind} ${quoted(rest.join(":"))} ` : "";
      const since = field("since").value ? `--since ${field("since").value} ` : "";
      one("#brief-command").textContent = `henequen brief ${about}--pair ${mine} ${sides.find((side) => side !== mine)} --pages ${field("pages").value || 4} ${since}--lang ${field("lang").value} --out brief.${field("form").value}`;
    };
    brief.addEventListener("input", write);
    if (!brief.getAttribute("action")) brief.addEventListener("submit", (event) => event.preventDefault());
    write();
  }

  /* The name of each claim is its permanent link. */
  for (const row of all(".fold tr[id]")) {
    const link = document.createElement("a");
    link.href = `#${row.id}`;
    link.append(row.cells[0].firstChild);
    row.cells[0].prepend(link);
  }

  /* On a phone the rows of a table are cards, each value with the head of its column. */
  for (const table of all(".scroll > table.data:not(.nums)")) {
    const heads = all("thead th", table).map((cell) => cell.textContent);
    if (heads.length < 3) continue;
    table.classList.add("cards-on-phone");
    for (const row of all("tbody tr", table)) [...row.cells].forEach((cell, n) => { if (n) cell.dataset.label = heads[n] || ""; });
  }

  /* What the address points to is shown, also in a fold or below the rows of a long table. */
  const reveal = () => {
    const target = location.hash.length > 1 && d.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const rest = target.closest("tbody.rest"), box = rest && rest.closest(".scroll").previousElementSibling;
    if (box && box.type === "checkbox") box.checked = true;
    if (rest || target.closest("details")) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* The menu and the few words that all pages of single things share lie once in assets/menu.js. */
  const menu = one("[data-menu]"), waiting = [], lang = d.documentElement.lang;
  const words = (then) => {
    waiting.push(then);
    if (waiting.length > 1) return;
    window.henequenMenu = (said) => { if (said[lang]) waiting.forEach((next) => next(said[lang])); };
    d.head.append(make("script", { src: one("link[rel=stylesheet]").getAttribute("href").replace("style.css", "menu.js") }));
  };
  if (menu) words((said) => {
    const here = one(".brand").getAttribute("href").replace("index.html", ""), list = one("ul", menu), crumbs = all(".crumbs a").map((link) => link.getAttribute("href"));
    const links = said.menu.map(([path, name]) => make("li", {}, make("a", { href: here + path, ...(path !== "index.html" && crumbs.includes(here + path) ? { "aria-current": "true" } : {}) }, name)));
    list.prepend(...links);
    one(".top .find input").placeholder = said.search;
  });

  /* Citations: the address is that of this page; BibTeX, RIS and CSL-JSON are made from the parts of the text. */
  const cite = one("#cite-text");
  if (cite) {
    const parts = all("span", cite).map((part) => part.textContent), path = parts[parts.length - 1], title = parts[0];
    const address = location.protocol.startsWith("http") ? location.origin + location.pathname : path;
    all("span", cite).pop().textContent = address;
    const key = `henequen-${path.split("/").pop().replace(".html", "")}`, { author, year = "" } = cite.dataset, note = parts.slice(1, -1).join(". "), tex = (text) => text.replace(/[&%$#_]/g, "\\$&");
    const files = make("p", { class: "noprint" }), text = make("button", { type: "button", class: "btn", hidden: "" });
    text.addEventListener("click", () => copy(cite.textContent.trim(), text));
    files.append(text, " ");
    words((said) => { text.textContent = said.cite; text.dataset.done = said.copied; text.hidden = false; });
    const forms = {
      bib: ["BibTeX", `@misc{${key},\n${[["title", title], ["author", `{${author}}`], ["year", year], ["note", note], ["howpublished", address]].filter(([, text]) => text).map(([name, text]) => `  ${name} = {${tex(text)}}`).join(",\n")}\n}\n`],
      ris: ["RIS", [["TY", "DATA"], ["TI", title], ["AU", author], ["PY", year], ["N1", note], ["UR", address]].filter(([, text]) => text).map(([tag, text]) => `${tag}  - ${text}`).concat("ER  - ", "").join("\r\n")],
      json: ["CSL-JSON", JSON.stringify([{ id: key, type: "dataset", title, author: [{ literal: author }], note, URL: address, ...(year ? { issued: { "date-parts": [[+year]] } } : {}) }], null, 1)],
    };
    for (const [ending, [label, text]] of Object.entries(forms)) {
      const link = make("a", { class: "btn", href: URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })), download: `${key}.${ending}` }, label);
      files.append(link, " ");
    }
    cite.after(files);
  }

  /* Charts: one range input is mouse, touch and keyboard alike. The marks of the picture carry their year and value. */
  const redraw = (svg, first, last, log) => {
    const size = svg.viewBox.baseVal, box = svg.dataset, left = +box.left, right = size.width - +box.right, top = +box.top, bottom = size.height - +box.bottom;
    const marks = all("[data-k]", svg), inside = marks.filter((m) => +m.dataset.k >= first && +m.dataset.k <= last && m.dataset.v !== undefined);
    const values = inside.map((m) => +m.dataset.v).filter((v) => !log || v > 0);
    if (!values.length) return;
    let low = log ? Math.min(...values) : Math.min(0, ...values), high = Math.max(...values);
    let ticks = [];
    if (log) {
      low = 10 ** Math.floor(Math.log10(low)); high = 10 ** Math.ceil(Math.log10(high) - 1e-9);
      for (let at = low; at <= high * 1.001; at *= 10) ticks.push(at);
    } else {
      const raw = (high - low || 1) / 5, base = 10 ** Math.floor(Math.log10(raw)), step = base * [1, 2, 5, 10].find((m) => m * base >= raw * 0.999);
      low = Math.floor(low / step + 1e-9) * step; high = Math.ceil(high / step - 1e-9) * step;
      for (let at = low; at <= high + step / 2; at += step) ticks.push(Math.abs(at) < step / 1e6 ? 0 : at);
    }
    const x = (year) => left + (year - first) / Math.max(last - first, 1) * (right - left);
    const share = log ? (v) => (Math.log10(v) - Math.log10(low)) / ((Math.log10(high) - Math.log10(low)) || 1) : (v) => (v - low) / ((high - low) || 1);
    const y = (v) => bottom - share(v) * (bottom - top);
    all(".moved", svg).forEach((node) => node.remove());
    all("[data-fixed]", svg).forEach((node) => { node.style.display = "none"; });
    const put = (name, attributes, text, before) => {
      const node = d.createElementNS(SVG, name);
      node.classList.add("moved");
      for (const [key, value] of Object.entries(attributes)) if (key === "class") node.classList.add(...value.split(" ")); else node.setAttribute(key, value);
      if (text) node.textContent = text;
      if (before) svg.insertBefore(node, before); else svg.append(node);
    };
    const ground = one("[data-ground]", svg);
    for (const tick of ticks) {
      put("path", { class: tick === 0 ? "axis" : "grid", d: `M${left} ${y(tick)}H${right}`, fill: "none" }, "", ground);
      put("text", { class: "t-quiet", x: left - 6, y: y(tick) + 4, "text-anchor": "end", "font-size": 11 }, (tick < 0 ? "−" : "") + Math.abs(tick).toLocaleString("en"), ground);
    }
    const step = [1, 2, 5, 10, 20, 50].find((s) => (last - first) / s <= (size.width < 500 ? 4 : 9));
    for (let year = first; year <= last; year++) if (year % step === 0) put("text", { class: "t-quiet", x: x(year), y: size.height - 8, "text-anchor": "middle", "font-size": 11 }, String(year), ground);
    for (const mark of marks) {
      const year = +mark.dataset.k, v = mark.dataset.v === undefined ? null : +mark.dataset.v, shown = year >= first && year <= last && !(log && (v === null || v <= 0));
      mark.style.display = shown ? "" : "none";
      if (!shown) continue;
      const cx = x(year), cy = v === null ? y(0) : y(v);
      if (mark.tagName === "rect") { mark.setAttribute("x", cx - mark.getAttribute("width") / 2); mark.setAttribute("y", cy - mark.getAttribute("height") / 2); } else { mark.setAttribute("cx", cx); mark.setAttribute("cy", cy); }
    }
    for (const line of all("[data-line]", svg)) {
      const side = line.dataset.line, run = line.dataset.years.split(" ").map(Number).filter((year) => year >= first && year <= last);
      const at = (s) => run.map((year) => { const m = marks.find((n) => +n.dataset.k === year && n.dataset.s === s); return m && m.dataset.v !== undefined && !(log && +m.dataset.v <= 0) ? `${x(year)} ${y(+m.dataset.v)}` : null; });
      if (side === "gap") {
        const both = at("0").map((p, n) => [p, at("1")[n]]).filter(([a, b]) => a && b);
        line.setAttribute("d", both.length ? `M${both.map(([a]) => a).join("L")}L${both.map(([, b]) => b).reverse().join("L")}Z` : "");
      } else { const points = at(side).filter(Boolean); line.setAttribute("d", points.length ? `M${points.join("L")}` : ""); }
    }
  };

  for (const figure of all("figure[data-touch]")) {
    const table = one("table", figure), pictures = all("svg.chart", figure), words = figure.dataset;
    const rows = new Map(all("tbody tr", table).map((row) => [parseInt(row.firstElementChild.textContent, 10), row]));
    const years = [...rows.keys()].filter(Number.isFinite).sort((a, b) => a - b), heads = all("thead th", table).map((cell) => cell.textContent);
    if (years.length < 2) continue;
    figure.classList.add("touch");
    const asked = state(), mine = asked.get("chart") === figure.id;
    const year = make("div", { class: "y", "aria-hidden": "true" }), list = make("dl"), open = make("p", { class: "meta" });
    const range = make("input", { type: "range", min: 0, max: years.length - 1, "aria-label": words.read });
    const from = make("select", { "aria-label": words.from }), to = make("select", { "aria-label": words.to });
    const choose = (box, chosen) => { for (const y of years) box.append(make("option", y === chosen ? { value: y, selected: "" } : { value: y }, String(y))); };
    choose(from, mine && years.includes(+asked.get("from")) ? +asked.get("from") : years[0]);
    choose(to, mine && years.includes(+asked.get("to")) ? +asked.get("to") : years[years.length - 1]);
    const box = make("div", { class: "read" }, year, list, open, range);
    let log = mine && asked.get("scale") === "log";
    const scaled = pictures.every((svg) => svg.dataset.log !== undefined);
    if (scaled) box.append(make("fieldset", {}, make("legend", { class: "hidden" }, words.read), from, make("span", {}, words.to), to));
    if (scaled) {
      const seg = make("div", { class: "seg", role: "group", "aria-label": words.scale });
      for (const [name, on] of [[words.linear, false], [words.log, true]]) {
        const button = make("button", { type: "button", "aria-pressed": String(on === log) }, name);
        button.addEventListener("click", () => { log = on; all("button", seg).forEach((other) => other.setAttribute("aria-pressed", String(other === button))); draw(); });
        seg.append(button);
      }
      box.append(seg);
    }
    one(".plot", figure).after(box);
    const show = (at) => {
      const now = years[at], row = rows.get(now);
      range.value = at;
      year.textContent = row.firstElementChild.textContent;
      list.textContent = "";
      const parts = [];
      all("td", row).forEach((cell, n) => {
        const text = cell.textContent.trim();
        if (!text && n > 1) return;  // no gap and no ratio without both counts
        list.append(make("dt", {}, heads[n + 1]), make("dd", {}, text || words.none));
        parts.push(`${heads[n + 1]}: ${text || words.none}`);
      });
      range.setAttribute("aria-valuetext", `${now}. ${parts.join(". ")}`);
      open.textContent = "";
      for (const other of all("tr.hot", table)) other.classList.remove("hot");
      row.classList.add("hot");
      for (const svg of pictures) {
        svg.classList.add("on");
        let spot = null;
        for (const mark of all("[data-k]", svg)) {
          const hot = +mark.dataset.k === now;
          mark.classList.toggle("hot", hot);
          if (hot && mark.style.display !== "none") spot = mark;
        }
        const hair = one(".hair", svg);
        if (hair && spot) {
          const x = spot.tagName === "rect" ? +spot.getAttribute("x") + spot.getAttribute("width") / 2 : +spot.getAttribute("cx");
          hair.setAttribute("d", `M${x} ${svg.dataset.top || 20}V${svg.viewBox.baseVal.height - (svg.dataset.bottom || 28)}`);
        }
      }
      const links = all(`svg.wide a:has([data-k="${now}"])`, figure);
      links.forEach((link) => open.append(make("a", { href: link.getAttribute("href") }, link.getAttribute("aria-label") || words.open), make("br")));
      d.dispatchEvent(new CustomEvent("henequen-year", { detail: { year: now, from: figure } }));
    };
    const draw = () => {
      const first = Math.min(+from.value, +to.value), last = Math.max(+from.value, +to.value);
      if (scaled && (log || first !== years[0] || last !== years[years.length - 1] || figure.dataset.drawn)) {
        figure.dataset.drawn = "1";
        pictures.forEach((svg) => redraw(svg, first, last, log));
        keep({ chart: figure.id, from: first, to: last, scale: log ? "log" : "" });
      }
      const at = years.findIndex((y) => y === Math.min(Math.max(years[+range.value], first), last));
      show(Math.max(0, at));
    };
    const nearest = (svg, event) => {
      const frame = svg.getBoundingClientRect(), x = (event.clientX - frame.left) / frame.width * svg.viewBox.baseVal.width;
      let best = -1, gap = Infinity;
      for (const mark of all("[data-k]", svg)) {
        if (mark.style.display === "none") continue;
        const at = mark.tagName === "rect" ? +mark.getAttribute("x") + mark.getAttribute("width") / 2 : +mark.getAttribute("cx");
        if (Math.abs(at - x) < gap) { gap = Math.abs(at - x); best = years.indexOf(+mark.dataset.k); }
      }
      return best;
    };
    range.addEventListener("input", () => show(+range.value));
    for (const svg of pictures) svg.addEventListener("pointermove", (event) => { const at = nearest(svg, event); if (at >= 0) show(at); });
    for (const svg of pictures) svg.addEventListener("focusin", (event) => { const mark = one("[data-k]", event.target); if (mark) show(Math.max(0, years.indexOf(+mark.dataset.k))); });
    from.addEventListener("change", draw);
    to.addEventListener("change", draw);
    const start = mine && asked.get("year") ? years.indexOf(+asked.get("year")) : -1;
    range.value = start >= 0 ? start : years.length - 1;
    draw();
    d.addEventListener("henequen-year", (event) => {
      if (event.detail.from === figure || !years.includes(event.detail.year) || years.indexOf(event.detail.year) === +range.value) return;
      for (const svg of pictures) for (const mark of all("[data-k]", svg)) mark.classList.toggle("hot", +mark.dataset.k === event.detail.year);
      for (const row of all("tr.hot", table)) row.classList.remove("hot");
      rows.get(event.detail.year).classList.add("hot");
    });
  }
  d.addEventListener("henequen-year", (event) => {
    for (const row of all("tr[data-year]")) row.classList.toggle("hot", +row.dataset.year === event.detail.year);
  });

  /* Map of ties: a place, an arc and a row of the list light each other. */
  for (const map of all(".map")) {
    const parts = all("[data-tie]", map);
    const light = (keys) => {
      map.classList.toggle("sel", Boolean(keys));
      for (const part of parts) part.classList.toggle("hot", Boolean(keys) && part.dataset.tie.split(" ").some((key) => keys.includes(key)));
    };
    for (const part of parts) {
      const keys = part.dataset.tie.split(" "), host = part.closest("a") || part;
      for (const name of ["pointerenter", "focus"]) host.addEventListener(name, () => light(keys));
      for (const name of ["pointerleave", "blur"]) host.addEventListener(name, () => light(null));
    }
  }

  /* Lists: words, filters, groups, order and how many are shown; all of it is in the address. */
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  for (const form of all("form.tools")) {
    const list = d.getElementById(form.dataset.list), words = form.dataset, page = +(words.page || 40);
    const body = list.tagName === "TABLE" ? one("tbody", list) : list;
    for (const more of all("details.more-of-list", list.parentElement)) {
      all(".row", more).forEach((row) => body.append(row));
      more.remove();
    }
    const texts = new Map();
    const wordsOf = (row) => {
      if (!texts.has(row)) texts.set(row, ` ${plain(row.textContent).replace(/[^0-9a-z\uac00-\ud7a3]+/g, " ")} ${row.dataset.text || ""}`);
      return texts.get(row);
    };
    const rows = all(".row", body), first = rows.slice(), empty = d.getElementById(`${form.dataset.list}-empty`), bar = make("div", { class: "more-rows" });
    list.after(bar);
    const count = one(".count-of-rows", form), fields = all("[name]", form);
    const start = state();
    for (const field of fields) if (start.has(field.name)) field.value = start.get(field.name);
    let limit = page;
    const heads = all(".rows-head button", list.parentElement);
    const label = (key, code) => { const box = form.elements[key]; const option = box && [...box.options].find((o) => o.value === code); return option ? option.textContent.replace(/ \(\d[\d,]*\)$/, "") : code; };
    const compare = new Intl.Collator(d.documentElement.lang, { numeric: true });
    const apply = (again) => {
      if (!again) limit = page;
      const chosen = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      const wanted = plain(chosen.q || "").split(/\s+/).filter(Boolean);
      const keys = fields.filter((field) => !["q", "group", "sort"].includes(field.name)).map((field) => field.name);
      const fits = rows.filter((row) => (!wanted.length || wanted.every((w) => wordsOf(row).includes(/[\uac00-\ud7a3]/.test(w) ? w : ` ${w}`))) &&
        keys.every((key) => !chosen[key] || (row.dataset[key] || "").split(" ").includes(chosen[key])));
      const sort = chosen.sort || "", turned = sort.startsWith("-"), key = sort.replace(/^-/, "");
      const value = (row) => row.dataset[`s${key[0].toUpperCase()}${key.slice(1)}`] || row.dataset[key] || (key === "title" ? one(".what", row).textContent : "");
      const sorted = key ? fits.slice().sort((a, b) => {
        const x = value(a), y = value(b);
        if (!x !== !y) return x ? -1 : 1;
        return (turned ? -1 : 1) * compare.compare(x, y) || first.indexOf(a) - first.indexOf(b);
      }) : first.filter((row) => fits.includes(row));
      all(".grp", body).forEach((node) => node.remove());
      const group = chosen.group || "";
      const parts = new Map([["", sorted]]);
      if (group) {
        parts.clear();
        for (const row of sorted) { const code = (row.dataset[group] || "").split(" ")[0]; if (!parts.has(code)) parts.set(code, []); parts.get(code).push(row); }
      }
      rows.forEach((row) => { row.hidden = true; });
      let shown = 0;
      for (const [code, members] of group ? [...parts].sort((a, b) => b[1].length - a[1].length) : parts) {
        if (group && shown < limit) {
          const head = make(list.tagName === "TABLE" ? "tr" : body.tagName === "UL" ? "li" : "h3", { class: "grp" });
          const inside = list.tagName === "TABLE" ? make("th", { colspan: 9 }) : head;
          inside.append(label(group, code) || "–", " ", make("span", {}, String(members.length)));
          if (inside !== head) head.append(inside);
          body.append(head);
        }
        for (const row of members) {
          body.append(row);
          row.hidden = shown >= limit;
          if (shown < limit) shown += 1;
        }
      }
      if (count) count.textContent = words.count.replace("{n}", fits.length).replace("{all}", rows.length);
      if (empty) empty.hidden = fits.length > 0;
      for (const head of heads) { head.removeAttribute("data-dir"); if (head.value === key) head.dataset.dir = turned ? "down" : "up"; }
      bar.textContent = "";
      if (fits.length > shown) {
        for (const [text, to] of [[words.more.replace("{n}", Math.min(page, fits.length - shown)), limit + page], [words.everything.replace("{all}", fits.length), Infinity]]) {
          const button = make("button", { type: "button", class: "btn" }, text);
          button.addEventListener("click", () => { limit = to; apply(true); });
          bar.append(button);
        }
      }
      keep(Object.fromEntries(fields.map((field) => [field.name, field.value])));
      form.henequenShown = sorted;
    };
    form.addEventListener("input", () => apply());
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of all(`[data-reset="${form.dataset.list}"]`)) button.addEventListener("click", () => { for (const field of fields) field.value = ""; apply(); });
    for (const head of heads) head.addEventListener("click", () => { const sort = form.elements.sort; sort.value = sort.value === head.value ? `-${head.value}` : head.value; apply(); });
    for (const link of all(`a[data-set="${form.dataset.list}"]`)) link.addEventListener("click", (event) => {
      event.preventDefault();
      for (const [key, value] of new URLSearchParams(link.search)) if (form.elements[key]) form.elements[key].value = value;
      apply();
      form.scrollIntoView({ block: "start" });
    });
    for (const link of all("a[data-csv]", form)) link.addEventListener("click", (event) => {
      if (!form.henequenShown || form.henequenShown.length === rows.length) return;
      event.preventDefault();
      const plain = (text) => (/^[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) && !/^[+-]?[\d.,'\u00a0 ]*%?$/.test(text) ? `'${text}` : text);
      const quote = (text) => (/[",\n]/.test(plain(text)) ? `"${plain(text).replaceAll('"', '""')}"` : plain(text));
      const cells = (row) => all(".line > span", row).map((cell) => quote(cell.textContent.trim().replace(/\s+/g, " ")));
      const titles = all(".rows-head > *", list.parentElement).map((head) => quote(head.textContent.trim()));
      const text = [titles, ...form.henequenShown.map(cells)].map((line) => line.join(",")).join("\n");
      const away = make("a", { href: URL.createObjectURL(new Blob([text + "\n"], { type: "text/csv" })), download: link.getAttribute("href").split("/").pop() });
      away.click();
      setTimeout(() => URL.revokeObjectURL(away.href), 1000);
    });
    apply();
    const target = location.hash && d.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && list.contains(target)) { limit = Infinity; apply(true); const fold = target.matches("details") ? target : one("details", target); if (fold) fold.open = true; target.scrollIntoView(); }
  }
  /* A claim that the address names is inside a fold: open it. */
  const unfold = () => {
    const target = location.hash && d.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details:not([open])");
    if (fold) { fold.open = true; target.scrollIntoView(); }
  };
  unfold();
  addEventListener("hashchange", unfold);

  /* The old form of a list: words and choices only. */
  const asked = state();
  for (const box of all("[data-filter]")) {
    const list = d.getElementById(box.dataset.filter), rows = all("[data-text]", list), words = one("[data-words]", box), keys = all("[data-key]", box), count = one("[data-count]", box);
    const apply = () => {
      const wanted = plain(words ? words.value : "").split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = " " + row.dataset.text;
        const fits = wanted.every((w) => text.includes(/[\uac00-\ud7a3]/.test(w) ? w : " " + w)) && keys.every((k) => !k.value || (row.dataset[k.dataset.key] || "").split(" ").includes(k.value));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      if (count) count.textContent = count.dataset.count.replace("{n}", shown).replace("{all}", rows.length);
      for (const group of all("[data-group]", list)) group.hidden = !one("[data-text]:not([hidden])", group);
      const none = d.getElementById(`${box.dataset.filter}-empty`);
      if (none) none.hidden = shown > 0;
      keep(Object.fromEntries([words, ...keys].filter(Boolean).map((field) => [field.dataset.key || "q", field.value])));
    };
    for (const field of [words, ...keys]) {
      if (!field) continue;
      const name = field.dataset.key || "q";
      if (asked.has(name)) field.value = asked.get(name);
      field.addEventListener("input", apply);
    }
    box.hidden = false;
    apply();
  }

  for (const button of all("button.embed")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const figure = button.closest("figure"), page = location.href.split("#")[0].split("?")[0], picture = new URL(one("a[download$='.svg'], a[href$='.svg']", figure).getAttribute("href"), page).href;
      const title = one("h3", figure).textContent.replaceAll('"', "&quot;");
      copy(button.dataset.kind === "link" ? `${location.href.split("#")[0]}#${figure.id}` : `<a href="${page}#${figure.id}"><img src="${picture}" alt="${title}" width="720"></a>`, button);
    });
  }
  for (const button of all("button.png")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const figure = d.getElementById(button.dataset.chart), shown = one("svg.chart.wide", figure), source = shown.cloneNode(true), title = one("h3", figure).textContent;
      const paint = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "display", "visibility"];
      const from = all("*", shown), to = all("*", source);
      from.forEach((node, n) => { const style = getComputedStyle(node); for (const name of paint) if (node.closest("defs") === null || name === "stroke") to[n].style[name] = style[name]; });
      const [, , width, height] = source.getAttribute("viewBox").split(" ").map(Number);
      source.setAttribute("xmlns", SVG);
      source.setAttribute("width", width);
      source.setAttribute("height", height);
      const image = new Image();
      image.onload = () => {
        const scale = 2, head = 64, canvas = make("canvas"), pen = canvas.getContext("2d"), style = getComputedStyle(d.body);
        canvas.width = width * scale;
        canvas.height = (height + head) * scale;
        pen.scale(scale, scale);
        pen.fillStyle = style.backgroundColor;
        pen.fillRect(0, 0, width, height + head);
        pen.fillStyle = style.color;
        pen.font = "600 17px sans-serif";
        let line = "", y = 24;
        for (const word of title.split(" ")) {
          if (pen.measureText(line + word).width > width - 24) { pen.fillText(line, 12, y); line = ""; y += 22; }
          line += word + " ";
        }
        pen.fillText(line, 12, y);
        pen.drawImage(image, 0, head, width, height);
        canvas.toBlob((blob) => {
          const link = make("a", { href: URL.createObjectURL(blob), download: `${button.dataset.chart}.png` });
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 1000);
        }, "image/png");
      };
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(source));
    });
  }
})();
