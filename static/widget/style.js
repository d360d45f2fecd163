/* The panel's style. Sizes are in pixels: a site's own root font size must not change ours. */

/** The grounds that text stands on, for computing readable shades. */
export const ground = { light: '#f1f3f6', dark: '#252c36' }

/** Where the panel is the whole screen. */
export const phone = '(max-width:480px),(max-height:520px) and (pointer:coarse)'

export const sheet = `
.panel{--bg:#fff;--soft:#f1f3f6;--text:#18212c;--dim:#566172;--line:#dfe4ea;--edge:#8590a0;--bad:#b3162b;--warm:#fff6e0;--warm-text:#5c4300;
box-sizing:border-box;position:fixed;right:20px;bottom:90px;width:384px;height:min(640px,calc(100vh - 110px));display:flex;flex-direction:column;
overflow:hidden;border-radius:16px;background:var(--bg);color:var(--text);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
text-align:left;box-shadow:0 0 0 1px rgb(10 20 30/.06),0 4px 12px rgb(10 20 30/.08),0 16px 48px rgb(10 20 30/.2);animation:appear .18s ease-out;transform-origin:100% 100%}
.panel *{box-sizing:border-box}
[hidden]{display:none!important}
:where(.panel) :is(p,h2,h3){margin:0;font-size:inherit;font-weight:inherit}
:where(.panel) button{all:unset;box-sizing:border-box;cursor:pointer;-webkit-tap-highlight-color:transparent}
.panel :is(button,a,.scroller):focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.icon{width:22px;height:22px;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.link{color:var(--accent);text-decoration:underline;text-underline-offset:2px;border-radius:3px}

header{flex:none;display:flex;align-items:center;gap:12px;min-height:68px;padding:12px 12px 12px 16px;background:var(--c);color:var(--on)}
header .titles{flex:1;min-width:0}
header h2{font-size:17px;line-height:1.25;font-weight:600;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
header p{font-size:13px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
header .face{width:40px;height:40px;font-size:15px;background:color-mix(in srgb,var(--on) 8%,var(--c));color:var(--on);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--on) 30%,transparent)}
header .close{display:grid;place-items:center;width:40px;height:40px;border-radius:50%}
header .close:hover{background:color-mix(in srgb,var(--on) 12%,transparent)}
.panel header .close:focus-visible{outline-color:var(--on);outline-offset:-3px}
.face{position:relative;flex:none;display:grid;place-items:center;overflow:hidden;border-radius:50%;font-weight:600}
.face img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}

.middle{position:relative;flex:1;min-height:0;display:flex}
.scroller{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:20px 16px 12px;scrollbar-width:thin;scrollbar-color:var(--line) transparent}
.panel .scroller:focus-visible{outline-offset:-2px}
.greeting{white-space:pre-line;overflow-wrap:anywhere;font-size:17px;line-height:1.4;padding-bottom:20px}
.greeting:empty{display:none}
.log{display:flow-root}
.day,.note{margin:18px 0;text-align:center;font-size:13px;color:var(--dim);overflow-wrap:anywhere}
.day:first-child{margin-top:0}
.note{display:flex;align-items:center;gap:12px}
.note::before,.note::after{content:"";flex:1 0 12px;height:1px;background:var(--line)}

.message{position:relative;display:grid;grid-template-columns:minmax(0,max-content);margin-top:14px;max-width:84%;width:max-content;animation:come .18s ease-out}
.message .text{padding:9px 13px;border-radius:18px;white-space:pre-wrap;overflow-wrap:anywhere;justify-self:start}
.message .meta{display:flex;align-items:center;gap:3px;padding:3px 4px 0;font-size:12px;line-height:16px;color:var(--dim)}
.message .icon{width:14px;height:14px}
.message .name{grid-column:1/-1;padding:0 4px 3px;font-size:13px;color:var(--dim)}
.message.joined{margin-top:3px}
.joined .name,.joined .face{display:none}
.operator{padding-left:38px}
.operator .face{position:absolute;left:0;top:22px;width:30px;height:30px;font-size:12px;background:var(--soft);color:var(--accent)}
.operator .text{background:var(--soft);border-top-left-radius:6px}
.operator.joined .text{border-top-left-radius:18px}
.service .text{box-shadow:inset 0 0 0 1px var(--line);border-top-left-radius:6px}
.visitor{margin-left:auto;justify-items:end}
.visitor .text{background:var(--c);color:var(--on);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--on) 12%,transparent);border-bottom-right-radius:6px;justify-self:end}
.visitor .meta{justify-content:end;text-align:right}
.message a{color:var(--accent);text-underline-offset:2px}
.visitor a{color:inherit}
.panel .visitor a:focus-visible{outline-color:var(--on)}
.followed:not(.pending,.refused) .meta{display:none}
.pending .meta{animation:late .2s .7s both}
.refused .text{background:none;color:var(--text);box-shadow:inset 0 0 0 1.5px var(--bad)}
.refused .meta{display:block;color:var(--bad);font-size:13px}
.refused a{color:var(--accent)}
.newer{position:absolute;left:50%;bottom:10px;translate:-50%;display:flex;align-items:center;gap:4px}
.newer{padding:6px 14px 6px 8px;border-radius:18px;background:var(--bg);color:var(--accent);font-size:14px;box-shadow:0 0 0 1px var(--line),0 4px 14px rgb(10 20 30/.18)}
.newer .icon{width:18px;height:18px}

.about{margin:4px 0 16px;white-space:pre-line;overflow-wrap:anywhere}
.about:empty{display:none}
.log:not(:empty)+.about:not(:empty){margin-top:22px}
.note.received{display:block;padding:10px 14px;border-radius:12px;background:var(--soft);color:var(--text)}
.received::before,.received::after{display:none}
.choice h3{margin:4px 0 12px;font-weight:600}
.log:not(:empty)+:empty+.choice{margin-top:22px}
.option{display:flex;align-items:center;justify-content:space-between;gap:12px;width:100%;margin-top:8px;padding:14px 12px 14px 16px;border-radius:12px;
box-shadow:inset 0 0 0 1px var(--line);transition:background .12s,box-shadow .12s}
.option:hover{background:var(--soft);box-shadow:inset 0 0 0 1px var(--edge)}
.option-name{font-weight:500;overflow-wrap:anywhere}
.option .icon{color:var(--dim);width:18px;height:18px}

.notice{flex:none;padding:8px 16px;font-size:13px;background:var(--warm);color:var(--warm-text);text-align:center}
.notice:empty{display:none}
.chosen{flex:none;padding:8px 18px 0;font-size:13px;color:var(--dim)}
.chosen b{font-weight:600;color:var(--text);margin-right:8px}
.composer{flex:none;padding:10px 12px 12px}
.field{display:flex;align-items:flex-end;gap:4px;padding:12px 4px 12px 16px;border-radius:23px;box-shadow:inset 0 0 0 1px var(--edge);background:var(--bg)}
.field:focus-within{box-shadow:inset 0 0 0 2px var(--accent)}
textarea{all:unset;box-sizing:border-box;flex:1;min-width:0;max-height:132px;overflow-y:auto;white-space:pre-wrap;overflow-wrap:anywhere;
font:inherit;line-height:22px;color:var(--text);cursor:text;scrollbar-width:thin}
textarea::placeholder{color:var(--dim);opacity:1}
.send{flex:none;display:grid;place-items:center;width:38px;height:38px;margin:-8px 0;border-radius:50%;background:var(--c);color:var(--on);
box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--on) 12%,transparent);transition:background .15s,color .15s}
.send:disabled{background:var(--soft);color:var(--dim);box-shadow:none;cursor:default}
.count{padding:4px 16px 0;font-size:13px;color:var(--dim);text-align:right}
.count:empty{display:none}
.count.over{color:var(--bad)}

@keyframes appear{from{opacity:0;transform:translateY(12px) scale(.98)}}
@keyframes come{from{opacity:0;transform:translateY(6px)}}
@keyframes late{from{opacity:0}}
@media (prefers-color-scheme:dark){.panel{--bg:#171c23;--soft:#252c36;--text:#e9edf2;--dim:#a3adba;--line:#343d49;--edge:#7b8796;--bad:#ff8d98;--warm:#3a2f12;--warm-text:#ffe2a0;
color-scheme:dark;box-shadow:0 0 0 1px rgb(255 255 255/.1),0 16px 48px rgb(0 0 0/.5)}}
@media ${phone}{.launcher[aria-expanded=true]{display:none}.panel{inset:0;width:100%;height:100%;border-radius:0;transform-origin:50% 100%}textarea{font-size:16px}.composer{padding-bottom:max(12px,env(safe-area-inset-bottom))}}
@media (prefers-reduced-motion:reduce){.panel,.panel *{animation:none!important;transition:none!important}}
@media (forced-colors:active){.panel,.message .text,.field,.option{border:1px solid}}`
