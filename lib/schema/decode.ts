import type { JsonObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import { isRfc3339 } from './formats';
import type { Node } from './node';
import { show, typeOf, type Report } from './report';
import { article } from './validate';

/**
 * What strict decoding into the Go type of a built-in kind refuses: unknown fields, wrong types, texts that a type cannot read. A null is
 * the same as no value everywhere.
 */
export function decode(value: unknown, node: Node, report: Report): void {
  if (value === null || value === undefined) {
    report.nulls = true;
    return;
  }
  // Most values are texts, and most texts have no format.
  if (typeof value === 'string' && node.type === 'string') {
    if (node.format !== undefined) decodeFormat(value, node.format, report);
    return;
  }
  if (typeof value === 'object' && !Array.isArray(value) && isOpaque(value)) {
    report.addOpaque();
    return;
  }
  const type = typeOf(value);
  if (node.format === 'quantity') {
    if (type === 'number' || type === 'integer' ? !Number.isFinite(value) : type !== 'string' || !quantity.test((value as string).trim())) report.add(type === 'string' ? 'format' : 'type', `must be a quantity such as 100m or 1Gi, is ${show(value)}`);
  } else if (node.format === 'int-or-string') {
    if (type !== 'integer' && type !== 'string') report.add('type', `must be an integer or a string, is ${article(type)}: ${show(value)}`);
    else if (type === 'integer' && outside32(value as number)) report.add('range', `${show(value)} is not a 32-bit integer`);
  } else if (node.type === undefined) return;
  else if (node.type !== type && !(node.type === 'number' && type === 'integer')) {
    report.add('type', `must be ${article(node.type)}, is ${article(type)}: ${show(value)}`);
  } else if (type === 'object') {
    const { properties, additional } = node;
    const object = value as JsonObject;
    for (const key in object) {
      const child = properties?.[key] ?? additional;
      if (child === true || (properties === undefined && additional === undefined)) continue;
      report.path.push(key);
      if (child === undefined) {
        if (object[key] !== undefined) report.add('unknown-field', `unknown field "${key}"`);
      } else decode(object[key], child, report);
      report.path.pop();
    }
  } else if (Array.isArray(value)) {
    const { items } = node;
    if (items === undefined) return;
    for (let i = 0; i < value.length; i++) {
      report.path.push(i);
      decode(value[i], items, report);
      report.path.pop();
    }
  } else if (node.format !== undefined) decodeFormat(value, node.format, report);
}

function decodeFormat(value: unknown, format: string, report: Report): void {
  if (format === 'int32' && outside32(value as number)) report.add('range', `${show(value)} is not a 32-bit integer`);
  if (format === 'int64' && Math.abs(value as number) > 2 ** 63) report.add('range', `${show(value)} is not a 64-bit integer`);
  if (format === 'date-time' && !isRfc3339(value as string)) report.add('format', `${show(value)} is not a time such as 2026-01-31T08:00:00Z`);
  if (format === 'byte' && !isBase64(value as string)) report.add('format', `${show(value)} is not base64`);
}

function outside32(value: number): boolean {
  return value > 2147483647 || value < -2147483648;
}

/** A quantity as apimachinery reads it: a decimal number with a suffix or an exponent. */
const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/** Standard base64 with padding; line breaks are ignored, as Go ignores them. */
function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replaceAll(/[\r\n]/g, ''));
}
