/** The part of Apache ECharts that the page uses; written by hand in tools/vendor. */
export interface Chart {
  setOption(option: object, how?: { notMerge?: boolean; replaceMerge?: string[] }): void;
  dispatchAction(action: { type: string; [key: string]: unknown }): void;
  convertToPixel(finder: { gridIndex: number }, value: [number, number]): [number, number];
  convertFromPixel(finder: { gridIndex: number }, pixel: [number, number]): [number, number];
  containPixel(finder: { gridIndex: number }, pixel: [number, number]): boolean;
  getZr(): { on(event: 'click', listener: (event: { offsetX: number; offsetY: number }) => void): void };
  getWidth(): number;
  getHeight(): number;
  resize(): void;
  dispose(): void;
}
export function init(
  element: HTMLElement,
  theme: null,
  options: { renderer: 'svg' },
): Chart;
