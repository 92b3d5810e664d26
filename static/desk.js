// The desk works without this file; it adds dropping a file onto the form, and puts the focus on the result.
(() => {
  "use strict";

  const result = document.querySelector("[data-focus]");
  if (result && !location.hash) {
    result.focus();
  }

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    const hint = zone.querySelector(".drop-hint");
    if (!input || !("DataTransfer" in window)) {
      continue;
    }
    hint.hidden = false;
    const over = (on) => zone.classList.toggle("is-over", on);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    zone.addEventListener("dragleave", () => over(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files.length) {
        const first = new DataTransfer();
        first.items.add(event.dataTransfer.files[0]);
        input.files = first.files;
        input.focus();
      }
    });
  }
})();
