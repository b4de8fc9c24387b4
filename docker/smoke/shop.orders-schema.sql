CREATE TABLE `orders` (
  `id` BIGINT NOT NULL,
  `customer` VARCHAR(40) NOT NULL,
  `total` DECIMAL(12,2) NOT NULL,
  `placed` DATETIME NOT NULL,
  PRIMARY KEY (`id`) CLUSTERED,
  KEY `customer` (`customer`),
  UNIQUE KEY `receipt` (`placed`, `id`)
);
