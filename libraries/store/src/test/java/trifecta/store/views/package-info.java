/** Questions to production, against a real one. */
@NullMarked
package trifecta.store.views;

import org.jspecify.annotations.NullMarked;
