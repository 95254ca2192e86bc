/* Search: the ranking of henequen.publish.search.ranking, step by step in whole numbers, over an index that is loaded as a
   script, so that it works from a folder. Results while typing in the field of every page; the whole list on search.html. */
"use strict";
(() => {
  const TITLE = 8, FIELD = { 84: 8, 78: 6, 66: 2 };  // by the letters T, N and B
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase()
    .match(/[0-9a-z]+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u4e00-\u9fff]+/g) || [];
  const hangul = (word) => word[0] >= "\uac00" && word[0] <= "\ud7a3";
  const digits = (word) => /^[0-9]+$/.test(word);
  const bits = (n) => (n > 0 ? 32 - Math.clz32(n) : 0);
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  const distance = (first, second, most) => {
    if (Math.abs(first.length - second.length) > most) return most + 1;
    let above = [], before = [], row = Array.from({ length: second.length + 1 }, (_, n) => n);
    for (let i = 1; i <= first.length; i++) {
      above = before; before = row; row = [i];
      for (let j = 1; j <= second.length; j++) {
        let value = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (first[i - 1] !== second[j - 1] ? 1 : 0));
        if (above.length && i > 1 && j > 1 && first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1]) {
          value = Math.min(value, above[j - 2] + 1);
        }
        row.push(value);
      }
    }
    return Math.min(row[row.length - 1], most + 1);
  };

  class Ranking {
    /* The index lies in a few long texts: nothing is made of a line before a query needs it. */
    constructor(index) {
      this.index = index;
      this.words = index.words;
      this.stop = new Set(index.words.stop);
      this.sorted = index.terms ? index.terms.split(" ") : [];
      this.hits = index.hits.split(" ");
      this.size = index.sizes.length;
      this.phrases = `\n${index.phrases}\n`;
      this.decoded = new Map();
      this.concepts = new Map();
      this.longest = 1;
      index.words.concepts.forEach((group, number) => group.forEach((phrase) => {
        const key = phrase.join(" ");
        if (!this.concepts.has(key)) this.concepts.set(key, []);
        this.concepts.get(key).push(number);
        this.longest = Math.max(this.longest, phrase.length);
      }));
    }

    get hangul() { return this.kept ||= this.sorted.filter(hangul); }
    get lines() { return this.split ||= this.index.entries.split("\n"); }

    /* The place of the first word that is not before `word`. */
    place(word) {
      let low = 0, high = this.sorted.length;
      while (low < high) { const mid = (low + high) >> 1; if (this.sorted[mid] < word) low = mid + 1; else high = mid; }
      return low;
    }

    has(word) { return this.sorted[this.place(word)] === word; }

    /* The entries with a word: their numbers and the best field of each. */
    postings(word) {
      let found = this.decoded.get(word);
      if (found) return found;
      const text = this.hits[this.place(word)], numbers = [], fields = [];
      let before = -1, gap = 0;
      for (let n = 0; n < text.length; n++) {
        const code = text.charCodeAt(n), field = FIELD[code];
        if (!field) { gap = gap * 36 + (code < 58 ? code - 48 : code - 87); continue; }
        before += gap || 1;
        gap = 0;
        numbers.push(before);
        fields.push(field);
      }
      this.decoded.set(word, found = { numbers, fields });
      return found;
    }

    count(word) { return this.postings(word).numbers.length; }

    /* The numbers of the entries whose title or other name is just these words. */
    named(words) {
      const places = words.map((word) => (this.has(word) ? this.place(word).toString(36) : ""));
      const key = `\n${places.join(".")}\t`;
      const at = places.length && places.every(Boolean) ? this.phrases.indexOf(key) : -1;
      if (at < 0) return new Set();
      let before = -1;
      return new Set(this.phrases.slice(at + key.length, this.phrases.indexOf("\n", at + 1)).split(",")
        .map((gap) => (before += gap ? parseInt(gap, 36) : 1)));
    }

    entry(number) {
      const [kind, url, title, ...body] = this.lines[number].split("\t");
      return [this.index.kinds[parseInt(kind, 36)], url, title,
        body.map((text) => (text[0] === "#" ? this.index.texts[Number(text.slice(1))] : text))];
    }

    search(query, limit = 60) {
      const asked = fold(query).slice(0, 24);
      const groups = this.groups(asked);
      const whole = this.named(this.meaningful(asked));
      const scores = new Int32Array(this.size), covered = new Uint8Array(this.size), titled = new Uint8Array(this.size);
      const matched = new Set(), mended = new Map(), touched = [];
      for (const group of groups) {
        const best = new Map();
        for (const [phrase, weight] of group) {
          for (const [number, [points, field]] of this.phrase(phrase, weight === 10, matched, mended)) {
            const value = points * weight, so = best.get(number);
            if (!so || value > so[0]) best.set(number, [value, field]);
          }
        }
        for (const [number, [value, field]] of best) {
          if (!covered[number]) touched.push(number);
          scores[number] += value;
          covered[number] += 1;
          if (field === TITLE) titled[number] += 1;
        }
      }
      const total = groups.length;
      let ranked = touched.map((number) => {
        let value = Math.floor(scores[number] * covered[number] * covered[number] / (total * total));
        value += Math.floor(value * titled[number] / (this.index.sizes.charCodeAt(number) - 48));
        if (whole.has(number)) value *= 2;
        return { score: Math.floor(value * (this.index.factors.charCodeAt(number) - 48) / 100), number };
      });
      ranked.sort((a, b) => b.score - a.score || a.number - b.number);
      const least = ranked.length ? Math.floor(ranked[0].score / 6) : 0;
      ranked = ranked.slice(0, limit).filter((row) => row.score >= least);
      return {
        hits: ranked.map(({ number, score }) => {
          const entry = this.entry(number);
          return { entry, score, passage: passage(entry, matched) };
        }),
        words: [...matched],
        meant: mended.size ? asked.map((word) => mended.get(word) || word).join(" ") : "",
      };
    }

    groups(words) {
      const groups = [];
      let at = 0;
      while (at < words.length) {
        let size = 0;
        for (let n = Math.min(this.longest, words.length - at); n > 0; n--) {
          if (this.concepts.has(words.slice(at, at + n).join(" "))) { size = n; break; }
        }
        if (size) {
          const phrase = words.slice(at, at + size), key = phrase.join(" ");
          const seen = new Set([key]), group = [[phrase, 10]];
          for (const number of this.concepts.get(key)) {
            for (const other of this.words.concepts[number]) {
              if (!seen.has(other.join(" "))) { seen.add(other.join(" ")); group.push([other, 8]); }
            }
          }
          groups.push(group);
          at += size;
          continue;
        }
        const word = words[at], group = [[[word], 10]], stem = this.stem(word);
        if (stem) {
          group.push([[stem], 10]);
          for (const number of this.concepts.get(stem) || []) for (const other of this.words.concepts[number]) group.push([other, 8]);
        }
        if (!this.stop.has(word)) groups.push(group);
        at += 1;
      }
      return groups;
    }

    meaningful(words) {
      const kept = words.filter((word) => !this.stop.has(word));
      return kept.length ? kept : words;
    }

    stem(word) {
      if (!hangul(word)) return "";
      for (const particle of this.words.particles) {
        if (word.endsWith(particle) && word.length - particle.length >= 2) return word.slice(0, -particle.length);
      }
      return "";
    }

    phrase(phrase, typed, matched, mended) {
      let whole = null;
      for (const term of phrase) {
        const found = new Map();
        for (const [word, quality] of this.matches(term, typed, mended)) {
          matched.add(word);
          const { numbers, fields } = this.postings(word);
          const rarity = 4 + bits(Math.floor(this.size / (numbers.length + 1)));
          for (let n = 0; n < numbers.length; n++) {
            const points = Math.floor(quality * fields[n] * rarity / 10), so = found.get(numbers[n]);
            if (!so || points > so[0]) found.set(numbers[n], [points, fields[n]]);
          }
        }
        if (whole === null) whole = found;
        else {
          const both = new Map();
          for (const [number, [points, field]] of whole) {
            const other = found.get(number);
            if (other) both.set(number, [points + other[0], Math.min(field, other[1])]);
          }
          whole = both;
        }
      }
      if (phrase.length > 1) for (const row of (whole || new Map()).values()) row[0] = Math.floor(row[0] / phrase.length);
      return whole || new Map();
    }

    matches(term, typed, mended) {
      let found = new Map();
      if (this.has(term)) found.set(term, 100);
      if (!typed && !hangul(term)) return [...found];
      if (hangul(term)) {
        if (term.length > 1) {
          for (const word of this.hangul) if (word !== term && word.includes(term)) found.set(word, word.startsWith(term) ? 80 : 60);
          for (let size = 2; size < term.length; size++) if (this.has(term.slice(0, size))) found.set(term.slice(0, size), 60);
        }
      } else if (term.length > 1 && !digits(term)) {
        for (let at = this.place(term); at < this.sorted.length && this.sorted[at].startsWith(term); at++) {
          if (this.sorted[at] !== term) found.set(this.sorted[at], term.length > 2 && this.sorted[at].length - term.length < 4 ? 80 : 50);
        }
        for (let size = Math.max(4, term.length - 3); size < term.length; size++) {
          if (this.has(term.slice(0, size))) found.set(term.slice(0, size), 70);
        }
      }
      if (typed && !found.size && (term.length > 3 || (hangul(term) && term.length > 2)) && !digits(term)) {
        found = this.near(term);
        if (found.size) {
          mended.set(term, [...found].sort((a, b) => b[1] - a[1] || this.count(b[0]) - this.count(a[0]) || order(a[0], b[0]))[0][0]);
        }
      }
      return [...found].sort((a, b) => order(a[0], b[0]));
    }

    near(term) {
      const most = term.length > 6 && !hangul(term) ? 2 : 1, found = new Map();
      for (let at = this.place(term[0]); at < this.sorted.length && this.sorted[at][0] === term[0]; at++) {
        const edits = distance(term, this.sorted[at], most);
        if (edits <= most) found.set(this.sorted[at], edits === 1 ? 60 : 45);
      }
      const best = Math.max(0, ...found.values());
      return new Map([...found].filter(([, quality]) => quality === best));
    }
  }

  const passage = (entry, matched) => {
    let best = entry[3][0] || "", most = 0;
    for (const text of entry[3]) {
      const count = new Set(fold(text).filter((word) => matched.has(word))).size;
      if (count > most) { best = text; most = count; }
    }
    return best;
  };

  /* Puts words that matched into <mark>, as text: nothing of the index is ever read as markup. */
  const marked = (node, text, words) => {
    const set = new Set(words);
    for (const part of text.split(/([^\s,;:.()·–]+)/)) {
      if (fold(part).some((word) => set.has(word))) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        node.append(mark);
      } else node.append(part);
    }
  };
  window.henequenSearch = { Ranking, fold, distance };

  let ranking = null, waiting = [], labels = {};
  window.henequenIndex = (index) => {
    labels = index.labels;
    ranking = new Ranking(index);
    waiting.forEach((then) => then());
    waiting = [];
  };
  const ready = (address, then) => {
    if (ranking) { then(); return; }
    waiting.push(then);
    if (waiting.length > 1) return;
    const load = document.createElement("script");
    load.src = address;
    document.head.append(load);
  };
  const el = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };

  const form = document.querySelector(".top .find");
  if (form) {
    const here = form.getAttribute("action").replace("search.html", "");
    const address = `${here}search-index.js`;
    const field = form.querySelector("input");
    field.autocomplete = "off";
    const list = el("ul", { class: "instant", id: "instant", hidden: "" });
    form.append(list);
    let at = -1;
    const show = () => {
      list.textContent = "";
      at = -1;
      const query = field.value.trim();
      if (!ranking || query.length < 2) { list.hidden = true; return; }
      const result = ranking.search(query, 8);
      for (const { entry, passage: text } of result.hits) {
        const link = el("a", { href: here + entry[1] }, entry[2]);
        if (text) link.append(el("small", {}, text.length > 90 ? text.slice(0, 90) + "…" : text));
        list.append(el("li", {}, link));
      }
      if (!result.hits.length) list.append(el("li", {}, el("a", { href: `${here}search.html?q=${encodeURIComponent(query)}` }, labels.none)));
      else list.append(el("li", {}, el("a", { href: `${here}search.html?q=${encodeURIComponent(query)}` }, labels.all)));
      list.hidden = false;
    };
    field.addEventListener("input", () => ready(address, show));
    field.addEventListener("focus", () => ready(address, () => {}));
    if (field === document.activeElement) ready(address, show);  // someone was faster than this script
    field.addEventListener("keydown", (event) => {
      const items = [...list.querySelectorAll("a")];
      if (event.key === "Escape") { list.hidden = true; return; }
      if (list.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      at = event.key === "ArrowDown" ? Math.min(at + 1, items.length - 1) : Math.max(at - 1, 0);
      items[at].focus();
    });
    list.addEventListener("keydown", (event) => {
      const items = [...list.querySelectorAll("a")], now = items.indexOf(document.activeElement);
      if (event.key === "Escape") { list.hidden = true; field.focus(); }
      if (event.key === "ArrowDown") { event.preventDefault(); items[Math.min(now + 1, items.length - 1)].focus(); }
      if (event.key === "ArrowUp") { event.preventDefault(); (now > 0 ? items[now - 1] : field).focus(); }
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) list.hidden = true; });
  }

  const results = document.getElementById("results");
  if (!results) return;
  const summary = document.getElementById("summary"), field = document.getElementById("query"), meant = document.getElementById("meant");
  const show = () => {
    const query = field.value.trim();
    results.textContent = "";
    meant.textContent = "";
    if (!query) { summary.textContent = ""; return; }
    const result = ranking.search(query);
    summary.textContent = result.hits.length
      ? (result.hits.length === 1 ? summary.dataset.one : summary.dataset.some).replace("{n}", result.hits.length) : summary.dataset.none;
    if (result.meant) {
      const link = el("a", { href: `?q=${encodeURIComponent(result.meant)}` }, result.meant);
      meant.append(meant.dataset.before + " ", link);
    }
    for (const { entry, passage: text } of result.hits) {
      const link = el("a", { href: results.dataset.here + entry[1] });
      marked(link, entry[2], result.words);
      const hit = el("li", { class: "hit", "data-kind": entry[0] }, el("span", { class: "meta" }, results.getAttribute(`data-${entry[0]}`) || entry[0]), link);
      if (text) { const why = el("span", { class: "why" }); marked(why, text, result.words); hit.append(why); }
      results.append(hit);
    }
    kinds(result.hits);
  };
  /* How many there are of each kind: a press shows only those. */
  const bar = document.getElementById("kinds");
  const kinds = (hits) => {
    bar.textContent = "";
    const counts = new Map();
    for (const { entry } of hits) counts.set(entry[0], (counts.get(entry[0]) || 0) + 1);
    if (counts.size < 2) return;
    for (const [kind, n] of counts) {
      const button = el("button", { type: "button", class: "btn", "aria-pressed": "false" }, `${results.getAttribute(`data-${kind}`) || kind} ${n}`);
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        for (const other of bar.children) other.setAttribute("aria-pressed", String(on && other === button));
        for (const item of results.children) item.hidden = on && item.dataset.kind !== kind;
      });
      bar.append(button);
    }
  };
  const begin = () => {
    if (!results.hasAttribute("data-done")) {
      field.value = new URLSearchParams(location.search).get("q") || "";
      if (field.value) ready(results.dataset.index, show);
    }
    field.addEventListener("input", () => ready(results.dataset.index, show));
    field.focus();
  };
  begin();
})();
