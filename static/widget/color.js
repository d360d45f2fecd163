/* Shades of the supervisor's colour that stay readable: WCAG 2.2 AA whatever colour was chosen. */

function mix(color, other, share) {
  const part = (text, at) => parseInt(text.slice(at, at + 2), 16)
  return '#' + [1, 3, 5].map((at) => Math.round(part(color, at) * (1 - share) + part(other, at) * share).toString(16).padStart(2, '0')).join('')
}

/** `color` moved towards `towards` until text in it has a contrast of 4.5 on `ground`. `luminance(color)` is 0 to 1. */
export function readable(color, ground, towards, luminance) {
  for (let share = 0; share < 1; share += 0.04) {
    const shade = mix(color, towards, share)
    const [low, high] = [luminance(shade), luminance(ground)].sort((one, other) => one - other)
    if ((high + 0.05) / (low + 0.05) >= 4.5) return shade
  }
  return towards
}
