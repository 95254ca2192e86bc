/* Moves tariffs between the two sides and solves the shipped world in the page: no server, no request. The page reads
   without it: its tables hold the shipped scenarios. */
"use strict";
(() => {
  const box = document.getElementById("live");
  if (!box) return;
  const words = JSON.parse(box.dataset.words), sides = JSON.parse(box.dataset.sides), labels = JSON.parse(box.dataset.sectors);
  const solver = globalThis.HenequenSolver, TOLERANCE = 1e-11;
  const element = (id) => document.getElementById(id);
  const say = (text, values) => text.replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));
  const percent = (value) => {
    const size = Math.abs(value);
    const digits = size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : size >= 0.0001 ? 4 : 5;
    const text = size.toFixed(digits);
    return Number(text) === 0 ? "0%" : `${value < 0 ? "−" : "+"}${text}%`;
  };
  const dollars = new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3, signDisplay: "exceptZero",
  });
  let data = null, worlds = null, cases = [], ask = 0, goods = [];

  globalThis.henequenWorld = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    data = JSON.parse(await new Response(stream).text());
    begin();
  };

  function begin() {
    const N = data.regions.length, J = data.sectors.length;
    const plain = {
      regions: data.regions.map((pair) => pair[0]), sectors: data.sectors.map((pair) => pair[0]),
      trade: data.trade, inputs: data.inputs, output: data.output, tariff: data.tariff.map((k) => data.rates[k]),
    };
    worlds = solver.world(plain);
    cases = [];
    for (const set of Object.keys(data.elasticities)) {
      for (const closure of ["zero", "keep"]) cases.push({ set, closure, start: null });
    }
    const [a, b] = sides.map((side) => worlds.regions.indexOf(side.code));
    goods = [];
    for (let j = 0; j < J; j++) {
      const rates = [rate(j, a, b), rate(j, b, a)];
      if (rates[0] > 0 || rates[1] > 0 || worlds.share[(j * N + a) * N + b] > 0) goods.push({ j, rates });
    }
    goods = goods.filter((one) => labels[worlds.sectors[one.j]] && one.rates.some((value) => value > 0));
    draw();
    read();
    element("live-form").hidden = false;
    element("live-wait").hidden = true;
    box.dataset.ready = "yes";
    answer();
  }

  const rate = (j, importer, exporter) => worlds.rate[(j * worlds.N + importer) * worlds.N + exporter];
  const field = (one, n) => element(`live-${worlds.sectors[one.j]}-${n}`);

  function draw() {
    const body = element("live-rates");
    for (const one of goods) {
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = labels[worlds.sectors[one.j]];
      row.append(head);
      for (const n of [0, 1]) {
        const cell = row.insertCell(), input = document.createElement("input"), slide = document.createElement("input");
        const label = say(words.rate_of, { sector: head.textContent, importer: sides[n].name, exporter: sides[1 - n].name });
        for (const [item, kind] of [[slide, "range"], [input, "number"]]) {
          item.type = kind;
          item.min = "0";
          item.max = kind === "range" ? "60" : "300";
          item.step = "0.1";
          item.setAttribute("aria-label", label);
        }
        input.id = `live-${worlds.sectors[one.j]}-${n}`;
        slide.tabIndex = -1;
        slide.addEventListener("input", () => { input.value = slide.value; changed(); });
        input.addEventListener("input", () => { slide.value = input.value; changed(); });
        const unit = document.createElement("small");
        unit.textContent = say(words.today, { value: (100 * one.rates[n]).toFixed(1) });
        cell.append(slide, input, " % ", unit);
      }
    }
  }

  function put(value) {
    for (const one of goods) for (const n of [0, 1]) {
      const given = value(one, n);
      field(one, n).value = String(Math.round(1000 * given) / 10);
      field(one, n).previousSibling.value = field(one, n).value;
    }
  }

  /* The address holds what differs from today: sector.direction=percent, separated by commas. */
  function read() {
    put((one, n) => one.rates[n]);
    for (const part of decodeURIComponent(location.hash.slice(1)).split(",")) {
      const found = /^(\w+)\.([01])=([\d.]+)$/.exec(part);
      const target = found && element(`live-${found[1]}-${found[2]}`);
      if (target) {
        target.value = found[3];
        target.previousSibling.value = found[3];
      }
    }
  }

  function wanted() {
    const moved = [];
    for (const one of goods) for (const n of [0, 1]) {
      const today = Math.round(1000 * one.rates[n]) / 10, now = Number(field(one, n).value);
      if (Number.isFinite(now) && now >= 0 && now !== today) moved.push({ j: one.j, n, rate: now / 100, text: `${worlds.sectors[one.j]}.${n}=${now}` });
    }
    return moved;
  }

  let waiting = 0;
  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(answer, 20);
  }

  const breath = () => new Promise((go) => setTimeout(go, 0));

  async function run(mine, tariff, one, start, share) {
    const zero = new Float64Array(worlds.N);
    const steps = solver.solve(worlds, tariff, {
      theta: data.elasticities[one.set], surplus: one.closure === "zero" ? zero : worlds.surplus, tolerance: TOLERANCE, start,
    });
    let last = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - last > 40) {
        element("live-share").value = share;
        await breath();
        last = performance.now();
        if (mine !== ask) return null;
      }
    }
  }

  async function answer() {
    const mine = ++ask, began = performance.now(), moved = wanted();
    const at = sides.map((side) => worlds.regions.indexOf(side.code));
    history.replaceState(null, "", moved.length ? `#${moved.map((one) => one.text).join(",")}` : location.pathname + location.search);
    const tariff = worlds.rate.slice();
    for (const one of moved) tariff[(one.j * worlds.N + at[one.n]) * worlds.N + at[1 - one.n]] = one.rate;
    element("live-busy").hidden = false;
    const found = [];
    for (const [k, one] of cases.entries()) {
      if (!one.first) {
        one.first = await run(mine, worlds.rate, one, null, k / cases.length);
        if (!one.first) return;
      }
      const last = await run(mine, tariff, one, (one.last ?? one.first).state, (k + 0.5) / cases.length);
      if (!last) return;
      one.last = last; // the next tariff is near this one, so the solver begins there
      found.push({ one, last, income: solver.realIncome(worlds, one.first, last) });
    }
    element("live-busy").hidden = true;
    show(found, at, moved.length);
    box.dataset.answer = JSON.stringify({
      moved: moved.length, milliseconds: performance.now() - began,
      cases: found.map((f) => ({ elasticities: f.one.set, closure: f.one.closure, residual: f.last.residual,
        income: at.map((n) => f.income[n]), trade: at.map((n, k) => change(f, n, at[1 - k])) })),
    });
  }

  function total(solved, importer, exporter) {
    let sum = 0;
    for (let j = 0; j < worlds.J; j++) sum += solver.flow(worlds, solved, j, importer, exporter);
    return sum;
  }
  const change = (f, importer, exporter) => 100 * (total(f.last, importer, exporter) / total(f.one.first, importer, exporter) - 1);

  function show(found, at, moved) {
    const lines = [];
    at.forEach((region, k) => {
      const values = found.map((f) => f.income[region]);
      const worth = found.map((f) => f.income[region] / 100 * f.one.first.income[region] * worlds.unit * 1e6);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const key = !moved ? "same" : low < 0 && high > 0 ? "either" : low >= 0 ? "rises" : "falls";
      lines.push(say(words[key], { side: sides[k].name, low: percent(low), high: percent(high), n: found.length,
        money_low: dollars.format(Math.min(...worth)), money_high: dollars.format(Math.max(...worth)) }));
    });
    element("live-said").textContent = lines.join(" ");
    const body = element("live-cases");
    body.replaceChildren();
    for (const f of found) {
      const row = body.insertRow(), head = document.createElement("th");
      head.scope = "row";
      head.textContent = `${words.sets[f.one.set] || f.one.set}, ${words.closures[f.one.closure]}`;
      row.append(head);
      const cells = [...at.map((n) => percent(f.income[n])), ...at.map((n, k) => percent(change(f, n, at[1 - k])))];
      for (const text of cells) { const cell = row.insertCell(); cell.className = "num"; cell.textContent = text; }
    }
    const first = found[0];
    at.forEach((region, k) => {
      const list = element(`live-sectors-${k}`), rows = [];
      for (let j = 0; j < worlds.J; j++) {
        const before = first.one.first.output[j * worlds.N + region], after = first.last.output[j * worlds.N + region];
        if (before > 0) rows.push({ name: labels[worlds.sectors[j]] || worlds.sectors[j], change: 100 * (after / before - 1), money: (after - before) * worlds.unit * 1e6 });
      }
      rows.sort((x, y) => x.money - y.money);
      list.replaceChildren();
      for (const one of rows.slice(0, 4)) if (one.money < -5e4) {
        const item = document.createElement("li");
        item.textContent = `${one.name}: ${percent(one.change)} (${dollars.format(one.money)})`;
        list.append(item);
      }
      if (!list.children.length) { const item = document.createElement("li"); item.textContent = words.no_loser; list.append(item); }
    });
  }

  element("live-free").addEventListener("click", () => { put(() => 0); changed(); });
  element("live-today").addEventListener("click", () => { put((one, n) => one.rates[n]); changed(); });
  element("live-stop").addEventListener("click", () => { ask += 1; element("live-busy").hidden = true; element("live-said").textContent = words.stopped; });
  globalThis.addEventListener("hashchange", () => { if (worlds) { read(); changed(); } });
  const script = document.createElement("script");
  script.src = box.dataset.world;
  script.addEventListener("error", () => { element("live-wait").textContent = words.missing; });
  document.head.append(script);
})();
