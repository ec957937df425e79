@NullMarked
package trifecta.feed;

import org.jspecify.annotations.NullMarked;
