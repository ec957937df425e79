@NullMarked
package trifecta.store.production;

import org.jspecify.annotations.NullMarked;
