/** The nodes of one file: equal ones are stored once, children before parents (except where built-in types refer to themselves). */
export class NodeStore {
  nodes = [];
  #known = new Map();
  #components = new Map();

  /** A node of `lib/schema/node`, children first. */
  add(node) {
    const stored = { ...node };
    delete stored.judged;
    if (node.properties !== undefined) stored.properties = Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, this.add(child)]));
    for (const key of ['items', 'additional', 'not']) if (typeof node[key] === 'object') stored[key] = this.add(node[key]);
    for (const key of ['allOf', 'anyOf', 'oneOf']) if (node[key] !== undefined) stored[key] = node[key].map(child => this.add(child));
    return this.#once(stored);
  }

  #once(stored) {
    const text = JSON.stringify(stored);
    if (!this.#known.has(text)) {
      this.#known.set(text, this.nodes.length);
      this.nodes.push(stored);
    }
    return this.#known.get(text);
  }

  /** What decoding into the Go type checks: names and types of fields. Everything else about built-in kinds is code. */
  builtIn(schema, components, version) {
    const ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0].$ref : undefined);
    if (ref !== undefined) {
      const name = ref.slice('#/components/schemas/'.length);
      const at = this.#component(name, components, version);
      return meaningful(schema.default) ? this.#once({ ...this.nodes[at], default: schema.default }) : at;
    }
    return this.#once(this.#builtInFields(schema, components, version));
  }

  #component(name, components, version) {
    const key = version + name;
    if (this.#components.has(key)) return this.#components.get(key);
    const special = specialTypes[name.split('.').at(-1)];
    if (special !== undefined && /apimachinery|apiextensions/.test(name)) return this.#once(special);
    // Reserved before its fields are known: a type may contain itself.
    const at = this.nodes.length;
    this.#components.set(key, at);
    this.nodes.push({});
    Object.assign(this.nodes[at], this.#builtInFields(components[name], components, version));
    return at;
  }

  #builtInFields({ type, format, properties, items, additionalProperties, default: fallback }, components, version) {
    const node = {};
    if (type !== undefined) node.type = type;
    if (format !== undefined) node.format = format;
    if (meaningful(fallback)) node.default = fallback;
    if (properties !== undefined) node.properties = Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, this.builtIn(child, components, version)]));
    if (items !== undefined) node.items = this.builtIn(items, components, version);
    if (typeof additionalProperties === 'object') node.additional = this.builtIn(additionalProperties, components, version);
    return node;
  }
}

/** Types whose decoding is code. An empty node is any JSON. */
const specialTypes = {
  Quantity: { format: 'quantity' }, IntOrString: { format: 'int-or-string' }, RawExtension: {}, FieldsV1: {}, JSON: {}, JSONSchemaPropsOrBool: {}, JSONSchemaPropsOrArray: {}, JSONSchemaPropsOrStringArray: {},
};

/** OpenAPI gives every required field the zero value of its Go type as default; only others change anything. */
function meaningful(value) {
  return value !== undefined && value !== '' && value !== 0 && value !== false && !(typeof value === 'object' && Object.keys(value ?? {}).length === 0);
}
