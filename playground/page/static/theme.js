// Paints the page in the colours chosen before, ahead of its first frame.

const chosen = localStorage.getItem("playground.theme");
if (chosen) document.documentElement.dataset.theme = chosen;
