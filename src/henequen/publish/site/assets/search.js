/* Search of the static site: loads the index as a script, so that it also works from a folder. */
"use strict";
(() => {
  const list = document.getElementById("results");
  const told = document.getElementById("told");
  const field = document.getElementById("query");
  if (!list || list.hasAttribute("data-done")) return;
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const hangul = /[\uac00-\ud7a3]/;
  let entries = null;

  const search = () => {
    const wanted = plain(field.value).split(/[^0-9a-z\uac00-\ud7a3]+/).filter(Boolean);
    list.textContent = "";
    if (!entries || !wanted.length) { told.textContent = ""; return; }
    const found = [];
    for (const entry of entries) {
      const text = " " + entry[3];
      if (!wanted.every((w) => text.includes(hangul.test(w) ? w : " " + w))) continue;
      const title = " " + plain(entry[2]);
      const near = wanted.every((w) => title.includes(hangul.test(w) ? w : " " + w)) ? 0 : 1;
      found.push([near, entry]);
    }
    found.sort((a, b) => a[0] - b[0]);
    told.textContent = found.length ? told.dataset.some.replace("{n}", found.length) : told.dataset.none;
    for (const [, [kind, address, title]] of found.slice(0, 100)) {
      const item = document.createElement("li");
      const meta = document.createElement("span");
      meta.className = "meta";
      meta.textContent = list.getAttribute("data-" + kind) || kind;
      const link = document.createElement("a");
      link.href = list.dataset.here + address;
      link.textContent = title;
      item.append(meta, " ", link);
      list.append(item);
    }
  };

  window.henequenIndex = (given) => { entries = given; search(); };
  const load = document.createElement("script");
  load.src = list.dataset.index;
  document.head.append(load);
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", search);
  field.focus();
})();
