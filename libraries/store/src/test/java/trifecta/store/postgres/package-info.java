@NullMarked
package trifecta.store.postgres;

import org.jspecify.annotations.NullMarked;
