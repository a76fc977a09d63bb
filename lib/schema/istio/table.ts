import type { Place } from '../builtin/place';
import { virtualService } from './virtual-service';

/** What istiod judges of one kind. */
export interface AdmissionCode {
  readonly judge: (root: Place) => void;
  /** Parts of this object that istiod would judge and this does not, each with the reason. */
  readonly unchecked?: (root: Place) => readonly string[];
}

/** The kinds that istiod's webhook looks at, by `group/kind`. */
export const admissionKinds: Readonly<Record<string, AdmissionCode>> = {
  'networking.istio.io/VirtualService': { judge: virtualService },
};
