// Light or dark as chosen here, before anything is drawn; without a choice, as the system asks.
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
