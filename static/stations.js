// Station files go without this script, too: as one form. With it they go in pieces, and a broken line costs one piece.
(() => {
  "use strict";

  const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

  const bar = document.querySelector("[data-watch]");
  if (bar) {
    watch(bar);
  }
  const form = document.querySelector("[data-stations]");
  if (form && window.fetch && window.crypto && crypto.subtle) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }

  async function watch(box) {
    for (;;) {
      await pause(2);
      try {
        const state = await (await fetch(box.dataset.watch, { headers: { Accept: "application/json" } })).json();
        box.querySelector("progress").value = state.percent;
        document.querySelector("[data-status]").textContent = state.text;
        if (!state.waits) {
          box.querySelector("[data-text]").textContent = `${state.percent} %`;
        }
        if (state.ended) {
          location.reload();
          return;
        }
      } catch {
        // the line is broken for a moment
      }
    }
  }

  async function send(sending) {
    const file = sending.querySelector("input[type=file]").files[0];
    const box = sending.querySelector("[data-progress]");
    const text = box.querySelector("[data-text]");
    const stop = sending.querySelector("[data-stop]");
    const button = sending.querySelector("[data-send]");
    const token = sending.querySelector("[name=csrfmiddlewaretoken]").value;
    let stopped = false;
    box.hidden = stop.hidden = false;
    button.disabled = true;
    stop.onclick = () => {
      stopped = true;
    };

    const post = async (url, body, headers) => {
      for (let wait = 1; !stopped; wait = Math.min(2 * wait, 30)) {
        try {
          const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, ...headers } });
          if (answer.status < 500) {
            return answer;
          }
        } catch {
          // no answer: the same again
        }
        text.textContent = sending.dataset.lost;
        await pause(wait);
      }
      return null;
    };

    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const fields = new FormData(sending);
    fields.delete("file");
    fields.set("name", file.name);
    fields.set("size", file.size);
    fields.set("sha256", [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join(""));
    const begun = await post(sending.dataset.begin, fields, {});
    const kind = begun && begun.headers.get("Content-Type");
    let state = kind && kind.startsWith("application/json") ? await begun.json() : null;
    if (!state || !begun.ok) {
      text.textContent = state ? state.text : "";
      button.disabled = false;
      if (!state && !stopped) {
        sending.submit(); // the page says why
      }
      return;
    }
    while (!stopped && state.received < file.size) {
      const headers = { "Upload-Offset": String(state.received), "Content-Type": "application/octet-stream" };
      const answer = await post(state.send, file.slice(state.received, state.received + state.piece), headers);
      if (!answer) {
        break;
      }
      if (!answer.ok && answer.status !== 409) {
        location.assign(state.page);
        return;
      }
      state = await answer.json(); // 409 says where to go on
      if (state.status !== "receiving") {
        break;
      }
      box.querySelector("progress").value = state.percent;
      text.textContent = `${state.percent} %`;
    }
    if (!stopped && state.received === file.size) {
      text.textContent = sending.dataset.sent;
      await post(state.finish, new FormData(), {});
    }
    location.assign(state.page);
  }
})();
