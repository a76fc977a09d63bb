import { annotationDeprecated } from '../../../lib/rules/bypass/annotation-deprecated';
import { deployment } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

test('an annotation for which there is a label', () => {
  expect(ruled(annotationDeprecated, [deployment('web', { annotations: { 'sidecar.istio.io/inject': 'false' } })]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'template', 'metadata', 'annotations', 'sidecar.istio.io/inject'], message: 'annotation sidecar.istio.io/inject is deprecated', help: 'write it as a label of the pods' }]);
});

test('with the label beside it, and others, are well', () => {
  expect(said(annotationDeprecated, [deployment('web', { annotations: { 'sidecar.istio.io/inject': 'false' }, labels: { 'sidecar.istio.io/inject': 'false' } }), deployment('api', { annotations: { 'sidecar.istio.io/proxyCPU': '1' } })])).toEqual([]);
});
