/* Weights of a page of partners: points are whole numbers, so that this order is the one that Python computes. */
"use strict";
(() => {
  const form = document.querySelector("#twin-weights");
  if (!form) return;
  const data = JSON.parse(form.dataset.twin), body = document.querySelector("#twin-rows"), note = document.querySelector("#twin-note");
  const inputs = data.reasons.map((name) => form.elements[name]);
  const cell = (tag, words, kind) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (kind) made.className = kind;
    if (tag === "th") made.scope = "row";
    return made;
  };
  const places = data.points.split(";").map((points, n) =>
    [data.codes[n], data.names[n], ...points.split(",").map((value) => value === "" ? null : Number(value))]);
  const rank = (weights) => places
    .map((row) => [weights.reduce((sum, weight, n) => sum + weight * (row[n + 2] ?? 0), 0), row])
    .sort((a, b) => b[0] - a[0] || (a[1][0] < b[1][0] ? -1 : 1));
  const draw = () => {
    const weights = inputs.map((input) => Number(input.value));
    inputs.forEach((input) => { input.nextElementSibling.textContent = input.value; });
    note.textContent = weights.some((weight) => weight > 0) ? "" : data.empty;
    if (note.textContent) return;
    body.replaceChildren(...rank(weights).slice(0, data.shown).map(([points, row], place) => {
      const line = document.createElement("tr");
      line.dataset.place = row[0];
      line.append(cell("td", place + 1, "num"), cell("th", row[1]), cell("td", points, "num"),
        ...weights.map((weight, n) => cell("td", row[n + 2] === null ? data.unknown : weight * row[n + 2], "num")));
      return line;
    }));
  };
  form.hidden = false;
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  draw();
})();
