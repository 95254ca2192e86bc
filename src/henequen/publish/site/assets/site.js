/* Filters of lists and PNG downloads. Pages read without it. */
"use strict";
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const asked = new URLSearchParams(location.search);

  for (const box of document.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(box.dataset.filter);
    const rows = [...list.querySelectorAll("[data-text]")];
    const words = box.querySelector("[data-words]");
    const keys = [...box.querySelectorAll("[data-key]")];
    const count = box.querySelector("[data-count]");
    const apply = () => {
      const wanted = plain(words ? words.value : "").split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = " " + row.dataset.text;
        const fits = wanted.every((w) => text.includes(/[\uac00-\ud7a3]/.test(w) ? w : " " + w)) &&
          keys.every((k) => !k.value || (row.dataset[k.dataset.key] || "").split(" ").includes(k.value));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      if (count) count.textContent = count.dataset.count.replace("{n}", shown).replace("{all}", rows.length);
      for (const group of list.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector("[data-text]:not([hidden])");
      }
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

  for (const button of document.querySelectorAll("button.png")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const figure = document.getElementById(button.dataset.chart);
      const source = figure.querySelector("svg.wide").cloneNode(true);
      const title = figure.querySelector("h3").textContent;
      const [, , width, height] = source.getAttribute("viewBox").split(" ").map(Number);
      source.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      source.setAttribute("width", width);
      source.setAttribute("height", height);
      const image = new Image();
      image.onload = () => {
        const scale = 2, head = 64;
        const canvas = document.createElement("canvas");
        canvas.width = width * scale;
        canvas.height = (height + head) * scale;
        const pen = canvas.getContext("2d");
        pen.scale(scale, scale);
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, width, height + head);
        pen.fillStyle = "#1d1d1b";
        pen.font = "600 17px sans-serif";
        let line = "", y = 24;
        for (const word of title.split(" ")) {
          if (pen.measureText(line + word).width > width - 24) { pen.fillText(line, 12, y); line = ""; y += 22; }
          line += word + " ";
        }
        pen.fillText(line, 12, y);
        pen.drawImage(image, 0, head, width, height);
        canvas.toBlob((blob) => {
          const link = document.createElement("a");
          link.href = URL.createObjectURL(blob);
          link.download = button.dataset.chart + ".png";
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 1000);
        }, "image/png");
      };
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(source));
    });
  }
})();
