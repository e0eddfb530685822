// A chart that may be taken away before it is drawn: NiceGUI's own fails then, and says so in the
// console. It answers to the same names.
import { echarts } from "nicegui-echart";
import { convertDynamicProperties } from "../../static/utils/dynamic_properties.js";

export default {
  template: "<div></div>",
  props: { options: Object, enable3d: Boolean, renderer: String, theme: String },
  mounted() {
    // Its size is known a moment later, when the styles are there.
    this.waiting = setTimeout(this.begin, 0);
  },
  beforeUnmount() {
    clearTimeout(this.waiting);
    this.watcher?.disconnect();
    this.chart?.dispose();
  },
  methods: {
    begin() {
      this.chart = echarts.init(this.$el, null, { renderer: this.renderer });
      this.chart.on("click", event => this.$emit("componentClick", event));
      this.watcher = new ResizeObserver(() => this.chart.resize());
      this.watcher.observe(this.$el);
      this.update_chart();
    },
    update_chart() {
      if (!this.chart) return; // It begins with the options of then.
      convertDynamicProperties(this.options, true);
      const before = this.chart.getOption()?.series?.length;
      this.chart.setOption(this.options, { notMerge: before !== this.options.series?.length });
    },
    run_chart_method(name, ...given) {
      if (!this.chart) return;
      if (name.startsWith(":")) {
        name = name.slice(1);
        given = given.map(text => new Function(`return (${text})`)());
      }
      return runMethod(this.chart, name, given);
    },
  },
};
