package trifecta.console;

/** Finds text on the page whose contrast with its ground is below what WCAG 2 asks at level AA. */
final class Contrast {
    /** Returns the offending texts with their ratio; half-transparent and hidden ones are left out. */
    static final String SCRIPT = """
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const rgba = (colour) => {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
              return canvas.getImageData(0, 0, 1, 1).data;
            };
            const light = (colour) => {
              const [r, g, b] = [...rgba(colour)].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (element) => {
              for (let at = element; at; at = at.parentElement) {
                const colour = getComputedStyle(at).backgroundColor;
                if (rgba(colour)[3] === 255) return colour;
              }
              return 'white';
            };
            const bad = [];
            for (const element of document.querySelectorAll('body *')) {
              const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
              if (!own || !element.checkVisibility() || element.closest('.visually-hidden, noscript')) continue;
              const style = getComputedStyle(element);
              const a = light(style.color), b = light(ground(element));
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const big = parseFloat(style.fontSize) >= 24;
              if (ratio < (big ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
            }
            return bad;""";

    private Contrast() {}
}
