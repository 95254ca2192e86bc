/* The review by keyboard: the next proposal is shown at once, the decision is saved behind it; what was not saved comes back. */
"use strict";
(() => {
  const root = document.getElementById("review");
  if (!root) return;
  root.hidden = false;
  const words = JSON.parse(root.dataset.words), lang = root.dataset.lang;
  const $ = (id) => document.getElementById(`r-${id}`);
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const items = new Map();
  let lines = [], at = 0, shown = "", mode = "", saving = Promise.resolve(), unsaved = 0, documents = [];

  const make = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const by = () => $("by").value.trim();
  const current = () => lines[at];
  const ask = async (path, values) => {
    const answer = await fetch(`/review/${path}?${new URLSearchParams({ by: by(), lang, ...values })}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  };
  const alertUser = (text, language) => {
    $("alert").textContent = text;
    $("alert").hidden = !text;
    if (language) $("alert").lang = language; else $("alert").removeAttribute("lang");
  };

  /* what is read ahead: the proposals after this one, and the pictures of their pages */
  const item = (line) => {
    const key = `${line.id}:${line.version}`;
    if (!items.has(key)) {
      items.set(key, ask(`item/${line.id}.json`).then((found) => {
        found.evidence.forEach((piece) => { if (piece.picture) new Image().src = piece.picture; });
        items.set(key, found);
        return found;
      }).catch((error) => { items.delete(key); throw error; }));
    }
    return items.get(key);
  };
  const readAhead = () => {
    let ahead = 0;
    for (let n = at; n < lines.length && ahead < 6; n++) if (n === at || lines[n].needs) { ahead++; Promise.resolve(item(lines[n])).catch(() => {}); }
    if (items.size > 200) for (const key of [...items.keys()].slice(0, 100)) items.delete(key);
  };

  /* drawing */
  const drawQueue = () => {
    const first = Math.max(0, at - 20), list = $("queue");
    list.start = first + 1;
    list.replaceChildren(...lines.slice(first, first + 60).map((line, n) => {
      const entry = make("li"), button = make("button");
      button.type = "button";
      button.append(make("small", [line.kind_words, line.table_words, line.state_words].filter(Boolean).join(" · ")), make("br"), make("span", line.says));
      if (!line.needs) button.className = "done";
      if (first + n === at) entry.setAttribute("aria-current", "true");
      button.addEventListener("click", () => { at = first + n; show(); });
      entry.append(button);
      return entry;
    }));
    const here = list.querySelector("[aria-current]");
    if (here) list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
  };
  const drawProgress = () => {
    const chosen = documents.filter((one) => !$("document").value || one.name === $("document").value);
    const done = chosen.reduce((sum, one) => sum + one.done, 0), all = chosen.reduce((sum, one) => sum + one.all, 0);
    $("progress").max = Math.max(1, all);
    $("progress").value = done;
    $("count").textContent = say("of", { done, all });
  };
  /* A PDF breaks its lines where the paper ends; on a narrower screen they would break twice. */
  const lead = (text, last, joined, most) => {
    const short = text.length <= most ? text : last ? text.slice(-most).replace(/^\S*\s/, "… ") : text.slice(0, most).replace(/\s\S*$/, " …");
    return joined ? join(short) : short;
  };
  const join = (text) => text.replace(/([^\n])\n(?!\n)/g, "$1 ");
  const drawItem = (found) => {
    const pages = new Set();
    shown = found.id;
    $("head").textContent = `${found.document} · ${found.kind_words} · ${found.state_words}`;
    $("rows").replaceChildren(...found.fields.map((field) => {
      const row = make("tr"), head = make("th", field.label), cell = make("td", field.shown);
      head.scope = "row";
      if (field.printed && found.language !== "und") cell.lang = found.language;
      row.dataset.name = field.name;
      row.dataset.value = field.value;
      row.dataset.label = field.label;
      if (field.typed) row.dataset.typed = "1";
      row.append(head, cell);
      return row;
    }));
    const link = $("link");
    const differs = found.differences.length ? `; ${words.differs} ${found.differences.join(", ")}` : "";
    link.replaceChildren(make("p", `${found.outcome}${found.identity ? ` ${found.identity_title} (${found.identity})` : ""}${differs}`));
    found.candidates.forEach((one) => link.append(make("p", `${words.candidate} ${one.title} (${one.id}), ${one.score}`)));
    $("history").replaceChildren(...(found.hidden ? [make("p", words.hidden)] : []), ...found.history.map((event) =>
      make("p", `${event.who}: ${event.what}, ${event.when}${event.reason ? ` (${event.reason})` : ""}`)));
    $("evidence").replaceChildren(...found.evidence.map((piece, n) => {
      const box = make("div");
      const passage = make("p", undefined, "r-passage");
      if (found.language !== "und") passage.lang = found.language;
      const printed = Boolean(piece.picture), most = n ? 60 : 220; /* the first passage holds the value itself */
      passage.append(lead(piece.before, true, printed, most), make("mark", printed ? join(piece.quote) : piece.quote), lead(piece.after, false, printed, most));
      box.append(passage, make("p", piece.where, "note"));
      if (piece.picture) {
        const picture = make("img"), whole = make("a");
        picture.src = whole.href = piece.picture;
        whole.target = "_blank";
        picture.alt = `${words.page_picture}: ${piece.quote.slice(0, 200)}`;
        whole.append(picture);
        if (pages.has(piece.where)) { /* the same page once more, with other words marked */
          const again = make("details");
          again.append(make("summary", words.page_picture), whole);
          box.append(again);
        } else box.append(whole);
        pages.add(piece.where);
      }
      return box;
    }));
  };
  const show = () => {
    leave();
    const line = current();
    $("whole").hidden = !line;
    $("nothing").textContent = line ? "" : by() ? words.empty : words.begin;
    drawQueue();
    drawProgress();
    shown = "";
    if (!line) return;
    const found = item(line);
    if (found instanceof Promise) {
      found.then((ready) => { if (current() === line) drawItem(ready); }).catch((error) => alertUser(`${words.failed} ${error.message}`, "en"));
    } else drawItem(found);
    setTimeout(readAhead, 0);
  };
  const move = (step) => { at = Math.max(0, Math.min(lines.length - 1, at + step)); alertUser(""); show(); };
  const onward = () => {
    const after = lines.findIndex((line, n) => n > at && line.needs);
    const any = after >= 0 ? after : lines.findIndex((line) => line.needs);
    if (any >= 0) at = any; else if ($("state").value === "todo") at = lines.length;
    show();
  };

  /* decisions: one after the other, each with the version that was seen */
  const tally = (line, needs) => {
    const one = documents.find((document) => document.name === line.document);
    if (one && line.needs !== needs) one.done += needs ? -1 : 1;
    line.needs = needs;
  };
  const status = () => { $("status").textContent = unsaved ? words.saving : words.saved; };
  const send = (path, values, done) => {
    unsaved++;
    status();
    const body = new URLSearchParams({ secret: root.dataset.secret, lang, by: by(), ...values });
    saving = saving.then(async () => {
      try {
        const answer = await fetch(`/review/${path}`, { method: "POST", body, keepalive: true });
        const said = await answer.json();
        await done(answer, said);
      } catch (error) {
        await done({ ok: false, status: 0 }, { error: error.message });
      }
      unsaved--;
      status();
    });
    return saving;
  };
  const back = (line, text, language) => {
    tally(line, true);
    line.pending = false;
    at = lines.indexOf(line);
    show();
    alertUser(text, language);
  };
  const decide = (verdict, more = {}) => {
    const line = current();
    if (!line || line.pending || shown !== line.id) return; /* nobody decides on what is not on the screen yet */
    alertUser("");
    line.pending = true;
    tally(line, false);
    send("decide", { id: line.id, verdict, version: line.version, ...more }, (answer, said) => {
      line.pending = false;
      if (answer.ok) {
        line.version = said.version;
        line.state_words = said.state_words;
        if (line.needs !== said.needs) tally(line, said.needs);
        drawQueue();
      } else if (answer.status === 409) {
        line.version = said.version;
        back(line, say("decided_meanwhile", { what: said.decided }));
      } else back(line, `${words.failed} ${said.error}`);
    });
    onward();
  };
  const turn = (what) => {
    send(what, {}, async (answer, said) => {
      if (!answer.ok) { alertUser(`${said.error}`); return; }
      let place = lines.findIndex((line) => line.id === said.id);
      if (place < 0) { await load(); place = lines.findIndex((line) => line.id === said.id); }
      if (place >= 0) {
        const line = lines[place];
        tally(line, said.needs);
        Object.assign(line, { version: said.version, state_words: said.state_words });
        at = place;
      }
      show();
      alertUser(what === "undo" ? words.undone : words.redone);
    });
  };
  const tableOf = (line) => lines.filter((one) => one.sha256 === line.sha256 && one.table === line.table && one.needs && !one.pending);
  const lookAtTable = () => {
    const line = current();
    if (!line) return;
    if (line.table === null) { alertUser(words.table_none); return; }
    mode = "table";
    const rows = tableOf(line);
    $("table-head").textContent = `${line.document}: ${say("table_all", { n: rows.length })}`;
    $("table-rows").replaceChildren(...rows.map((one) => {
      const row = make("tr"), head = make("th", one.says);
      head.scope = "row";
      row.append(head, make("td", one.quote));
      return row;
    }));
    $("whole").hidden = true;
    $("table").hidden = false;
    $("item").focus();
  };
  const acceptAll = () => {
    const rows = tableOf(current());
    const ids = rows.map((one) => `${one.id}:${one.version}`).join(" ");
    send("table", { ids }, async (answer, said) => {
      await load();
      show();
      alertUser(answer.ok ? [say("table_done", { n: said.accepted.length }), ...said.decided].join(". ") : `${words.failed} ${said.error}`);
    });
  };

  /* what a verdict needs besides */
  const leave = () => {
    mode = "";
    $("form").hidden = $("save").hidden = $("table").hidden = true;
    $("whole").hidden = !current();
  };
  const answer = (verdict) => {
    if (shown !== current().id) return;
    mode = verdict;
    const found = items.get(`${current().id}:${current().version}`);
    const reasons = JSON.parse(sessionStorage.getItem("r-reasons") || "[]");
    const same = found && !(found instanceof Promise) ? [found.identity, ...found.candidates.map((one) => one.id)].filter(Boolean) : [];
    const offered = verdict === "reject" ? reasons : same;
    $("answer-label").textContent = verdict === "reject" ? words.reason : words.same_id;
    $("answers").replaceChildren(...offered.map((text) => { const option = make("option"); option.value = text; return option; }));
    $("answer").value = offered[0] || "";
    $("form").hidden = false;
    $("answer").focus();
    $("answer").select();
  };
  const correct = () => {
    if (shown !== current().id) return;
    mode = "correct";
    [...$("rows").children].forEach((row) => {
      const input = make("input");
      input.value = row.dataset.value;
      input.name = row.dataset.name;
      input.setAttribute("aria-label", row.dataset.label);
      row.lastElementChild.replaceChildren(input);
    });
    $("save").hidden = false;
    const value = $("rows").querySelector('[data-typed] input') || $("rows").querySelector('input[name="value"]') || $("rows").querySelector("input");
    if (value) { value.focus(); value.select(); }
  };
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $("answer").value.trim(), verdict = mode;
    if (!text) { $("answer").focus(); return; }
    leave();
    $("item").focus();
    if (verdict === "reject") {
      const kept = JSON.parse(sessionStorage.getItem("r-reasons") || "[]").filter((one) => one !== text);
      sessionStorage.setItem("r-reasons", JSON.stringify([text, ...kept].slice(0, 8)));
      decide("reject", { reason: text });
    } else decide("same_as", { same_as: text });
  });
  $("fields").addEventListener("submit", (event) => {
    event.preventDefault();
    const changed = {};
    const empty = [...$("rows").children].map((row) => row.dataset.typed && row.querySelector("input")).find((input) => input && !input.value.trim());
    if (empty) { alertUser(words.type_first); empty.focus(); return; } /* a figure of a recognised page is typed or not taken */
    [...$("rows").children].forEach((row) => {
      const input = row.querySelector("input");
      if (input && input.value !== row.dataset.value) changed[`f.${row.dataset.name}`] = input.value;
    });
    leave();
    $("item").focus();
    if (Object.keys(changed).length) decide("correct", changed); else { show(); alertUser(words.nothing_changed); }
  });

  const acts = {
    accept: () => ($("rows").querySelector("[data-typed]") && shown === current().id ? (correct(), alertUser(words.type_first)) : decide("accept")), skip: () => decide("skip"), correct, reject: () => answer("reject"), same_as: () => answer("same_as"),
    table: lookAtTable, accept_all: acceptAll, undo: () => turn("undo"), redo: () => turn("redo"), next: () => move(1), previous: () => move(-1),
    cancel: () => { show(); $("item").focus(); },
    disputed: () => { $("state").value = $("state").value === "disputed" ? "todo" : "disputed"; reload(); },
  };
  const keys = { a: "accept", c: "correct", r: "reject", s: "same_as", k: "skip", t: "table", u: "undo", y: "redo", d: "disputed", ArrowDown: "next", ArrowUp: "previous", j: "next", i: "previous" };
  const needsLine = new Set(["accept", "skip", "correct", "reject", "same_as", "table"]);
  const act = (name) => {
    if (!by()) { alertUser(words.begin); $("by").focus(); return; }
    if (needsLine.has(name) && !current()) return;
    acts[name]();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && mode) { event.preventDefault(); act("cancel"); return; }
    if (typing) return;
    if (mode === "table" && event.key === "Enter" && event.target.tagName !== "BUTTON") { event.preventDefault(); act("accept_all"); return; }
    if (mode || !keys[event.key]) return;
    event.preventDefault();
    act(keys[event.key]);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) act(button.dataset.do);
  });

  /* the queue */
  const fill = (select, entries) => {
    const chosen = select.value, first = select.id === "r-state" ? [] : [select.options[0]];
    select.replaceChildren(...first, ...entries.map(([value, text]) => { const option = make("option", text); option.value = value; return option; }));
    select.value = [...select.options].some((option) => option.value === chosen) ? chosen : select.options[0].value;
  };
  const load = async () => {
    const found = await ask("queue.json", { document: $("document").value, kind: $("kind").value, state: $("state").value, table: $("within").value });
    lines = found.lines;
    documents = found.documents;
    fill($("document"), documents.map((one) => [one.name, `${one.name} (${say("of", one)})`]));
    fill($("within"), found.tables.map((one) => [one.code, one.words]));
    fill($("kind"), found.kinds.map((one) => [one.code, one.words]));
    fill($("state"), found.states.map((one) => [one.code, one.words]));
    at = Math.min(at, Math.max(0, lines.length - 1));
  };
  const reload = async () => {
    await saving;
    items.clear();
    at = 0;
    try {
      if (by()) await load();
      alertUser("");
      show();
      if (by()) $("item").focus();
    } catch (error) { alertUser(`${words.failed} ${error.message}`, "en"); }
  };
  ["document", "within", "kind", "state"].forEach((name) => $(name).addEventListener("change", reload));
  $("by").addEventListener("change", () => { localStorage.setItem("r-by", by()); reload(); });
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); $("by").blur(); if (by()) $("item").focus(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  $("by").value = localStorage.getItem("r-by") || "";
  show();
  if (by()) reload(); else $("by").focus();
})();
