/* Follows a run: asks how far it is, and loads its page again when it has ended. Puts a chosen table into the form. */
"use strict";
for (const file of document.querySelectorAll("[data-into]")) {
  file.parentElement.hidden = false;
  const read = async () => {
    const chosen = file.files[0];
    file.setCustomValidity("");
    if (!chosen) return;
    if (chosen.size > Number(file.dataset.most)) {
      file.setCustomValidity(`${chosen.name}: ${chosen.size} > ${file.dataset.most}`);
      file.reportValidity();
      return;
    }
    document.getElementById(file.dataset.into).value = await chosen.text();
  };
  file.addEventListener("change", read);
  read();  // the file may have been chosen before this script was here
}
(() => {
  const box = document.querySelector("[data-run]");
  if (!box) return;
  const share = document.getElementById("share");
  const doing = document.getElementById("doing");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.run, { cache: "no-store" });
      const state = await answer.json();
      if (state.state !== "running") { location.reload(); return; }
      share.value = state.share;
      doing.textContent = state.text;
    } catch { /* the service may be busy: ask again */ }
    setTimeout(ask, 700);
  };
  setTimeout(ask, 400);
})();
