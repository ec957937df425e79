@NullMarked
package trifecta.store.local;

import org.jspecify.annotations.NullMarked;
