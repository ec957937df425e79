@NullMarked
package trifecta.store.history;

import org.jspecify.annotations.NullMarked;
