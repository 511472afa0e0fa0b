"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const rows = Array.from(document.querySelectorAll(".row"));
  const output = form.querySelector("output");
  const texts = new Map();
  const PRINTED = 200; // more rows than these are printed as headlines only
  const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, plain(row.textContent));
    return texts.get(row);
  };
  const visible = () => rows.filter((row) => !row.hidden);

  const apply = () => {
    const wanted = new FormData(form);
    const words = plain(wanted.get("words") || "");
    for (const row of rows) {
      row.hidden = !(
        (!wanted.get("wrong") || row.dataset.verdict === "wrong") &&
        ["why", "type", "lang"].every((name) => !wanted.get(name) || row.dataset[name] === wanted.get(name)) &&
        (!words || textOf(row).includes(words))
      );
    }
    output.value = `${visible().length} of ${rows.length}`;
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = target && target.closest(".row");
    if (!row) return;
    row.hidden = false;
    row.open = true;
    target.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.elements.all.addEventListener("click", () => {
    const shown = visible();
    const open = shown.some((row) => !row.open);
    for (const row of shown) row.open = open;
  });
  for (const link of document.querySelectorAll(".reasons a")) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements.why.value = link.dataset.why;
      setTimeout(apply);
    });
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    const shown = visible();
    opened = shown.length > PRINTED ? [] : shown.filter((row) => !row.open);
    for (const row of opened) row.open = true;
  });
  addEventListener("afterprint", () => {
    for (const row of opened) row.open = false;
  });
  addEventListener("hashchange", reveal);
  apply();
  reveal();
})();
