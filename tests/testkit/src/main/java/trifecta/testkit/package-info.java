/** What tests of several modules need: a real PostgreSQL, real captures where there are some. */
@NullMarked
package trifecta.testkit;

import org.jspecify.annotations.NullMarked;
