/*!40014 SET FOREIGN_KEY_CHECKS=0*/;
/*!40101 SET NAMES binary*/;
CREATE TABLE `orders` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `customer` int NOT NULL,
  `total` decimal(12,2) NOT NULL,
  `placed` datetime NOT NULL,
  `note` varchar(80) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `customer` (`customer`,`placed`)
) ENGINE=InnoDB AUTO_INCREMENT=241 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
