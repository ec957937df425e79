@NullMarked
package trifecta.store;

import org.jspecify.annotations.NullMarked;
